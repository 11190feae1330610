package dev.steno.interop.burp;

import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.message.LookAheadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the elements of the file byte by byte. Declarations, comments and entities are passed over and never resolved. For one
 * thread.
 */
final class BurpScan {
    private static final int LONGEST_TAG = 8 << 10;
    private static final Pattern ENTITY = Pattern.compile("&(lt|gt|amp|quot|apos|#\\d{1,7}|#x[0-9a-fA-F]{1,6});");

    private final LookAheadInput in;
    private final int limit;
    private boolean closed;

    /** @param limit upper bound on the bytes of an item without its messages */
    BurpScan(LookAheadInput in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Reports a file that ends within an element. */
    static final class CutException extends Exception {
        private static final long serialVersionUID = 1L;

        CutException() {
            super("the file ends within an element", null, false, false);
        }
    }

    int limit() {
        return limit;
    }

    LookAheadInput input() {
        return in;
    }

    /** Returns how many bytes were read. */
    long position() {
        return in.consumed();
    }

    /** Whether the end of the list was found. */
    boolean isClosed() {
        return closed;
    }

    /** Goes behind the start tag of an element and returns the tag; null if there is none. */
    @Nullable
    String nextStart(String name) throws IOException {
        while (true) {
            String tag = nextTag();
            if (tag == null || name(tag).equals(name)) {
                return tag;
            }
        }
    }

    /** Goes to the next item; false at the end of the list, or of the file. */
    boolean nextItem() throws IOException {
        while (true) {
            String tag = nextTag();
            if (tag == null) {
                return false;
            }
            switch (name(tag)) {
                case "item" -> {
                    return true;
                }
                case "/items" -> {
                    closed = true;
                    return false;
                }
                default -> {
                    // another element between items is of a later version
                }
            }
        }
    }

    /** Goes to the next element within an element and returns its tag; null at the end of the outer one. */
    @Nullable
    String nextChild(String outer) throws IOException, CutException {
        while (true) {
            String tag = nextTag();
            if (tag == null) {
                throw new CutException();
            }
            String name = name(tag);
            if (name.equals("/" + outer)) {
                return null;
            }
            if (!name.startsWith("/") && !tag.endsWith("/")) {
                return tag;
            }
        }
    }

    /** Reads up to the end of an element that holds text. */
    String text(String name, int most) throws IOException, CutException, SkippedEntryException {
        StringBuilder text = new StringBuilder();
        StringBuilder bytes = new StringBuilder();
        boolean tooLong = false;
        while (true) {
            int b = in.peek(0);
            if (b < 0) {
                throw new CutException();
            }
            if (b == '<' && in.startsWith("<![CDATA[")) {
                text.append(unescaped(decoded(bytes)));
                skip("<![CDATA[".length());
                while (!in.startsWith("]]>")) {
                    int inside = in.read();
                    if (inside < 0) {
                        throw new CutException();
                    }
                    tooLong |= !append(bytes, inside, most - text.length());
                }
                skip("]]>".length());
                text.append(decoded(bytes)); // an entity in CDATA is a text of its own
            } else if (b == '<') {
                String tag = nextTag();
                if (tag == null) {
                    throw new CutException();
                }
                if (name(tag).equals("/" + name)) {
                    break;
                }
            } else {
                tooLong |= !append(bytes, in.read(), most - text.length());
            }
        }
        if (tooLong) {
            throw new SkippedEntryException(
                    Loss.DAMAGED, "an item whose " + name + " is longer than " + limit + " bytes");
        }
        return text.append(unescaped(decoded(bytes))).toString();
    }

    /** Takes bytes that are held as characters, and returns their text. */
    private static String decoded(StringBuilder bytes) {
        String text = new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        bytes.setLength(0);
        return text;
    }

    private static boolean append(StringBuilder text, int b, int most) {
        if (text.length() >= most) {
            return false;
        }
        text.append((char) b);
        return true;
    }

    private void skip(int bytes) throws IOException {
        in.skipNBytes(bytes);
    }

    /** Returns the next tag without its brackets, and goes behind it; null at the end of the file. */
    private @Nullable String nextTag() throws IOException {
        while (true) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            if (b != '<') {
                continue;
            }
            int next = in.peek(0);
            if (next == '!' || next == '?') {
                skipDeclaration();
                continue;
            }
            StringBuilder tag = new StringBuilder();
            int c;
            while ((c = in.read()) >= 0 && c != '>' && tag.length() < LONGEST_TAG) {
                tag.append((char) c);
            }
            if (c < 0) {
                return null;
            }
            return tag.toString();
        }
    }

    /** Passes over a declaration, with what it has in brackets, or a comment. */
    private void skipDeclaration() throws IOException {
        if (in.startsWith("!--")) {
            int b;
            do {
                b = in.read();
            } while (b >= 0 && !in.startsWith("-->"));
            return;
        }
        int depth = 0;
        int quote = 0;
        int b;
        while ((b = in.read()) >= 0) {
            if (quote != 0) {
                quote = b == quote ? 0 : quote;
            } else if (b == '"' || b == '\'') {
                quote = b;
            } else if (b == '[' || b == ']') {
                depth += b == '[' ? 1 : -1;
            } else if (b == '>' && depth <= 0) {
                return;
            }
        }
    }

    /** Returns the name of a tag, with the slash of an end tag. */
    static String name(String tag) {
        int end = 0;
        while (end < tag.length() && tag.charAt(end) > ' ' && (tag.charAt(end) != '/' || end == 0)) {
            end++;
        }
        return tag.substring(0, end);
    }

    /** Returns the value of an attribute; null if it is missing. */
    static @Nullable String attribute(String tag, String name) {
        int at = tag.toLowerCase(Locale.ROOT).indexOf(" " + name.toLowerCase(Locale.ROOT) + "=");
        if (at < 0) {
            return null;
        }
        int start = at + name.length() + 2;
        if (start >= tag.length()) {
            return null;
        }
        char quote = tag.charAt(start);
        int end = tag.indexOf(quote, start + 1);
        return (quote == '"' || quote == '\'') && end >= 0 ? unescaped(tag.substring(start + 1, end)) : null;
    }

    /** The entities that XML itself defines; others stay as they are. */
    private static String unescaped(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return ENTITY.matcher(text).replaceAll(match -> Matcher.quoteReplacement(entity(match.group(1))));
    }

    private static String entity(String name) {
        return switch (name) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> {
                int code = name.startsWith("#x")
                        ? Integer.parseInt(name.substring(2), 16)
                        : Integer.parseInt(name.substring(1));
                yield Character.isValidCodePoint(code) ? Character.toString(code) : "&" + name + ";";
            }
        };
    }
}
