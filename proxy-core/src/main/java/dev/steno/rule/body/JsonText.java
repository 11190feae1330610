package dev.steno.rule.body;

import dev.steno.rule.spec.RuleFailure;
import java.util.function.Predicate;

/**
 * A text of JSON values. A value is changed once it is complete: at the line break behind it, if nothing follows it for a
 * while, or at the end. So lines of JSON pass one by one, and a document passes as a whole. For one text and one thread.
 */
final class JsonText implements ChangedText {
    private final JsonPass change;
    private final Predicate<String> encodable;
    private final StringBuilder text = new StringBuilder(); // what is not decided
    private int scanned;
    private int depth; // of objects and arrays
    private boolean inString;
    private boolean escaped;
    private boolean any; // a value was begun
    private char last; // character that is not blank
    private int marked;
    private boolean found;
    private boolean over; // the rest passes unchanged

    /** @param encodable whether the charset of the body has the characters of a text */
    JsonText(JsonPass change, Predicate<String> encodable) {
        this.change = change;
        this.encodable = encodable;
    }

    @Override
    public String put(String more) {
        if (over) {
            return more;
        }
        text.append(more);
        String out = take(scan());
        if (!over && text.length() > change.limit()) {
            return out + failed("a JSON value of the body is larger than rules-body");
        }
        return over ? out + rest() : out;
    }

    /** Returns the index behind the last line that ends between values, or behind what is blank before a value. */
    private int scan() {
        int complete = 0;
        for (; scanned < text.length(); scanned++) {
            char c = text.charAt(scanned);
            if (inString) {
                inString = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else if (c == '\n') {
                complete = depth == 0 && any ? scanned + 1 : complete;
            } else if (c > ' ') {
                complete = any ? complete : scanned;
                any = true;
                last = c;
                inString = c == '"';
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
        }
        return any ? complete : text.length();
    }

    private String take(int upTo) {
        String part = text.substring(0, upTo);
        text.delete(0, upTo);
        scanned -= upTo;
        marked = 0;
        if (part.isBlank()) {
            return part;
        }
        any = !text.toString().isBlank();
        try {
            String changed = change.edit().apply(part);
            if (changed == null) {
                return part;
            }
            if (!encodable.test(changed)) {
                throw new RuleFailure("the value has a character that the charset of the body does not have");
            }
            if (!found) {
                found = true;
                change.found().run();
            }
            return changed;
        } catch (RuleFailure e) {
            return part + failed(String.valueOf(e.getMessage()));
        }
    }

    private String failed(String why) {
        over = true;
        change.failed().accept(why);
        return rest();
    }

    private String rest() {
        String rest = text.toString();
        text.setLength(0);
        return rest;
    }

    @Override
    public boolean mark() {
        marked = !over && depth == 0 && !inString && (last == '}' || last == ']') ? text.length() : 0;
        return marked > 0;
    }

    @Override
    public String release() {
        return take(marked);
    }

    @Override
    public String end() {
        return take(text.length());
    }
}
