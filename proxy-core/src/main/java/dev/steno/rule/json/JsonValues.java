package dev.steno.rule.json;

import dev.steno.content.JsonTokens;
import dev.steno.content.JsonTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The values of a JSON text (RFC 8259) by their positions. Pure functions. */
public final class JsonValues {
    private static final int DEEPEST = 500;
    private static final Pattern WORD = Pattern.compile("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private JsonValues() {}

    /**
     * A value.
     *
     * @param name that of the member; empty if it is none
     * @param from where the member or the element begins
     * @param start where the value begins
     * @param end the position behind it
     */
    record Place(String name, int from, int start, int end) {}

    /** Whether a text is one value. */
    public static boolean isValue(String text) {
        return isOneOrMore(text, false);
    }

    /** Whether a text is a value, or several as in lines of JSON. */
    public static boolean areValues(String text) {
        return isOneOrMore(text, true);
    }

    private static boolean isOneOrMore(String text, boolean more) {
        JsonTokens tokens = new JsonTokens(text);
        int count = 0;
        for (Kind kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
            if (!value(text, tokens, kind, 0)) {
                return false;
            }
            count++;
        }
        return more ? count > 0 : count == 1;
    }

    /** Reads a value whose first token was read; returns whether it is valid. */
    private static boolean value(String text, JsonTokens tokens, Kind first, int depth) {
        return switch (first) {
            case STRING -> tokens.isClosed();
            case WORD -> WORD.matcher(text).region(tokens.start(), tokens.end()).matches();
            case OPEN -> depth < DEEPEST && content(text, tokens, tokens.first() == '{', depth);
            default -> false;
        };
    }

    private static boolean content(String text, JsonTokens tokens, boolean object, int depth) {
        char close = object ? '}' : ']';
        Kind kind = tokens.next();
        if (kind == Kind.CLOSE) {
            return tokens.first() == close;
        }
        while (true) {
            if (object) {
                if (kind != Kind.STRING || !tokens.isClosed() || tokens.next() != Kind.COLON) {
                    return false;
                }
                kind = tokens.next();
            }
            if (!value(text, tokens, kind, depth + 1)) {
                return false;
            }
            kind = tokens.next();
            if (kind != Kind.COMMA) {
                return kind == Kind.CLOSE && tokens.first() == close;
            }
            kind = tokens.next();
        }
    }

    /** The values at the top of a valid text. */
    static List<Place> top(String text) {
        List<Place> values = new ArrayList<>(1);
        JsonTokens tokens = new JsonTokens(text);
        for (Kind kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
            int start = tokens.start();
            skip(tokens, kind);
            values.add(new Place("", start, start, tokens.end()));
        }
        return values;
    }

    /** The members or elements of a valid value; none of one that has no content. */
    static List<Place> content(String text, Place of) {
        List<Place> values = new ArrayList<>();
        char open = text.charAt(of.start());
        if (open != '{' && open != '[') {
            return values;
        }
        JsonTokens tokens = new JsonTokens(text.substring(0, of.end()));
        tokens.moveTo(of.start() + 1);
        for (Kind kind = tokens.next(); kind != Kind.CLOSE; kind = tokens.next()) {
            kind = kind == Kind.COMMA ? tokens.next() : kind;
            int from = tokens.start();
            String name = "";
            if (open == '{') {
                name = JsonTokens.unquote(text.substring(from, tokens.end()));
                tokens.next();
                kind = tokens.next();
            }
            int start = tokens.start();
            skip(tokens, kind);
            values.add(new Place(name, from, start, tokens.end()));
        }
        return values;
    }

    private static void skip(JsonTokens tokens, Kind first) {
        int depth = first == Kind.OPEN ? 1 : 0;
        while (depth > 0) {
            Kind kind = tokens.next();
            depth += kind == Kind.OPEN ? 1 : kind == Kind.CLOSE ? -1 : 0;
        }
    }

    /** Returns a text as a string of JSON, with its quotation marks (RFC 8259, 7). */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
