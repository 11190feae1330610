package dev.steno.interop.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scans JSON from a stream. Beyond RFC 8259, it takes: byte order marks, UTF-16, bytes that are not UTF-8, comments, trailing
 * and missing commas, {@code NaN} and {@code Infinity}, control characters in strings, several values in a row, and a call of a
 * function around the value (JSONP).
 *
 * <p>A caller knows which fields it wants: {@link #enterObject}, {@link #nextName}, then one value of each name, by
 * {@link #text}, {@link #number}, {@link #copy}, {@link #compact}, {@link #skip} or by entering it. A value of another kind than
 * asked for is passed over. Memory is bounded by {@link #setBudget}. For one thread.
 */
public final class JsonScanner {
    private static final int LONGEST_NUMBER = 1_000;
    private static final int LONGEST_CALL = 256;

    private final ByteWindow window;
    private final JsonStrings strings;
    private final JsonNames names = new JsonNames();
    private String name = "";
    private int depth;

    /** Whether the byte before a fault, or before the place that recovery has reached, is a comma. */
    private boolean afterComma;

    private long budget = Long.MAX_VALUE;
    private long left = Long.MAX_VALUE;
    private byte[] collected = new byte[1024];
    private int filled;

    public JsonScanner(InputStream in) throws IOException {
        window = new ByteWindow(in);
        strings = new JsonStrings(window);
    }

    /** Sets how many bytes of texts may be taken until the next call; more end with a {@link JsonLimitException}. */
    public void setBudget(long bytes) {
        budget = bytes;
        left = bytes;
    }

    /** Allows the whole budget again. */
    public void restoreBudget() {
        left = budget;
    }

    /** Returns the number of bytes that were consumed. */
    public long offset() {
        return window.offset();
    }

    /** Returns how many objects and arrays are open. */
    public int depth() {
        return depth;
    }

    /** Moves to the next value outside of all objects and arrays, after the head of a call if there is one; false at the end. */
    public boolean nextDocument() throws IOException {
        depth = 0;
        for (; ; ) {
            int c = significant();
            if (c < 0 && window.isDamaged()) {
                throw window.ended("the file");
            }
            if (c < 0) {
                return false;
            }
            if (c == ')' || c == ';' || c == ',' || c == 0 || c == 0x1A) {
                window.at++;
            } else {
                skipCall(c);
                return true;
            }
        }
    }

    private void skipCall(int first) throws IOException {
        if (!Character.isJavaIdentifierStart(first) || first > 0x7F) {
            return;
        }
        for (int length = 1; window.has(length); length++) {
            int c = window.bytes[window.at + length - 1];
            if (c == '(') {
                window.at += length;
                return;
            }
            if (length > LONGEST_CALL || c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == '"' || c == '{') {
                return;
            }
        }
    }

    /** Returns the kind of the next value. */
    public JsonKind kind() throws IOException {
        int c = significant();
        switch (c) {
            case '{':
                return JsonKind.OBJECT;
            case '[':
                return JsonKind.ARRAY;
            case '"':
                return JsonKind.STRING;
            case '-', '+', '.':
                return JsonKind.NUMBER;
            case -1:
                throw window.ended(depth == 0 ? "the file" : "an object or an array");
            default:
                if (c >= '0' && c <= '9') {
                    return JsonKind.NUMBER;
                }
                if (isLetter(c)) {
                    return JsonKind.WORD;
                }
                throw unexpected(c, "a value");
        }
    }

    /** Enters the next value if it is an object, else passes over it; false if it is none. */
    public boolean enterObject() throws IOException {
        return enter(JsonKind.OBJECT);
    }

    /** Enters the next value if it is an array, else passes over it; false if it is none. */
    public boolean enterArray() throws IOException {
        return enter(JsonKind.ARRAY);
    }

    private boolean enter(JsonKind wanted) throws IOException {
        if (kind() != wanted) {
            skip();
            return false;
        }
        window.at++;
        depth++;
        return true;
    }

    /** Moves to the value of the next name of the object; false at its end, which is consumed. */
    public boolean nextName() throws IOException {
        afterComma = false;
        for (; ; ) {
            int c = significant();
            if (c == ',') {
                window.at++;
                afterComma = true;
            } else if (c == '"') {
                window.at++;
                String known = names.read(window);
                name = known != null ? known : string();
                if (significant() != ':') {
                    throw unexpected(significant(), "a colon");
                }
                window.at++;
                afterComma = false;
                return true;
            } else if (c == '}') {
                window.at++;
                depth--;
                afterComma = false;
                return false;
            } else {
                throw unexpected(c, "a name");
            }
        }
    }

    /** Returns the name that was read last. */
    public String name() {
        return name;
    }

    /** Moves to the next value of the array; false at its end, which is consumed. */
    public boolean nextItem() throws IOException {
        for (; ; ) {
            int c = significant();
            if (c == ',') {
                window.at++;
            } else if (c == ']') {
                window.at++;
                depth--;
                return false;
            } else if (c < 0) {
                throw window.ended("an array");
            } else {
                return true;
            }
        }
    }

    /** Takes the next value as a text: a string, or the digits of a number, or true or false; null if it is anything else. */
    public @Nullable String text() throws IOException {
        switch (kind()) {
            case STRING:
                window.at++;
                return string();
            case NUMBER:
                return digits();
            case WORD:
                String word = word();
                return word.equals("true") || word.equals("false") ? word : null;
            default:
                skip();
                return null;
        }
    }

    /** Takes the next value as a number, which may be in a string; NaN if it is anything else. */
    public double number() throws IOException {
        String text = text();
        return text == null ? Double.NaN : JsonNumbers.parse(text);
    }

    /** Takes the next value as true or false, which may be in a string; everything else is false. */
    public boolean truth() throws IOException {
        return "true".equals(text());
    }

    /**
     * Takes the next value as a text and copies it; the budget does not matter.
     *
     * @return null if the value is not a string, and was passed over
     */
    public @Nullable TextTraits copy(Utf8Sink sink) throws IOException {
        if (kind() != JsonKind.STRING) {
            skip();
            return null;
        }
        window.at++;
        return strings.copy(sink);
    }

    /** Takes the next value as JSON without white space; null if that is longer than a limit, in chars. */
    public @Nullable String compact(int limit) throws IOException {
        int outer = depth;
        long before = left;
        left = Math.min(left, limit * 4L);
        try {
            return new JsonCompactor(this, limit).read();
        } catch (JsonLimitException e) {
            leave(outer);
            return null;
        } finally {
            left = before;
        }
    }

    /** Passes over the rest of objects and arrays until only some are open. */
    public void leave(int openAfter) throws IOException {
        while (depth > openAfter) {
            int c = window.peek();
            if (c < 0) {
                throw window.ended("an object or an array");
            }
            window.at++;
            switch (c) {
                case '"' -> strings.skip();
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '/' -> {
                    window.at--;
                    skipComment();
                }
                default -> {
                    // parts of numbers and words, and what separates values
                }
            }
        }
    }

    /** Passes over the next value. */
    public void skip() throws IOException {
        switch (kind()) {
            case STRING -> {
                window.at++;
                strings.skip();
            }
            case NUMBER -> digits();
            case WORD -> word();
            default -> {
                int outer = depth;
                window.at++;
                depth++;
                leave(outer);
            }
        }
    }

    /**
     * Goes on after a fault within an item of an array: moves behind the item, or to the next one if the item lacks its end.
     *
     * @param array the number of open objects and arrays between two items
     */
    public void recover(int array) throws IOException {
        left = budget;
        for (; ; ) {
            int c = significant();
            if (c < 0) {
                throw window.ended("an object or an array");
            }
            if (depth == array && (c == ']' || c == ',' || c == '{')) {
                return;
            }
            if (c == '{' && afterComma && depth == array + 1) {
                depth = array; // an object has no member without a name: this is the next item
                return;
            }
            afterComma = c == ',';
            window.at++;
            if (c == '"') {
                strings.skip();
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && depth > array && --depth == array) {
                return;
            }
        }
    }

    private String string() throws IOException {
        String plain = strings.plain();
        if (plain != null) {
            take(plain.length());
            return plain;
        }
        filled = 0;
        TextTraits traits = strings.copy(this::collect);
        if (left < 0) {
            throw new JsonLimitException(budget, window.offset());
        }
        String text = JsonQuotes.decode(collected, filled, traits);
        if (collected.length > 1 << 16) {
            collected = new byte[1024];
        }
        return text;
    }

    private void collect(byte[] from, int offset, int length) {
        left -= length;
        if (left < 0) {
            return; // the string is read to its end, so that the scanner can go on behind it
        }
        if (filled + length > collected.length) {
            collected = Arrays.copyOf(collected, Math.max(filled + length, collected.length * 2));
        }
        System.arraycopy(from, offset, collected, filled, length);
        filled += length;
    }

    private void take(int bytes) throws JsonLimitException {
        left -= bytes + 16;
        if (left < 0) {
            throw new JsonLimitException(budget, window.offset());
        }
    }

    /** Consumes a number; null if it is longer than any that is used, or a word. */
    private @Nullable String digits() throws IOException {
        StringBuilder text = new StringBuilder();
        for (; ; ) {
            int c = window.peek();
            if (c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E') {
                if (text.length() <= LONGEST_NUMBER) {
                    text.append((char) c);
                }
                window.at++;
            } else if (c >= 0 && isLetter(c)) {
                word(); // -Infinity
                return null;
            } else {
                break;
            }
        }
        return text.length() > LONGEST_NUMBER ? null : text.toString();
    }

    private String word() throws IOException {
        StringBuilder text = new StringBuilder();
        long begin = window.offset();
        for (int c = window.peek(); c >= 0 && isLetter(c); c = window.peek()) {
            if (text.length() < 16) {
                text.append((char) c);
            }
            window.at++;
        }
        String word = text.toString();
        return switch (word) {
            case "true", "false", "null", "NaN", "Infinity", "undefined" -> word;
            default -> throw new JsonSyntaxException("an unknown word " + word, begin);
        };
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Returns the next byte that is no white space and in no comment, without consuming it; -1 at the end. */
    private int significant() throws IOException {
        for (; ; ) {
            int c = window.at < window.end ? window.bytes[window.at] & 0xFF : window.peek();
            switch (c) {
                case ' ', '\n', '\r', '\t' -> window.at++;
                case '/' -> skipComment();
                case 0xEF -> { // the first byte of a byte order mark
                    if (!window.has(3) || window.bytes[window.at + 1] != (byte) 0xBB) {
                        return c;
                    }
                    window.at += 3;
                }
                default -> {
                    return c;
                }
            }
        }
    }

    private void skipComment() throws IOException {
        if (!window.has(2)) {
            throw window.ended("a comment");
        }
        byte second = window.bytes[window.at + 1];
        if (second != '/' && second != '*') {
            window.at++; // a slash that begins no comment is passed over
            return;
        }
        window.at += 2;
        int before = 0;
        for (; ; ) {
            int c = window.peek();
            if (c < 0 && second == '/') {
                return;
            }
            if (c < 0) {
                throw window.ended("a comment");
            }
            window.at++;
            if (second == '/' ? c == '\n' : c == '/' && before == '*') {
                return;
            }
            before = c;
        }
    }

    private JsonSyntaxException unexpected(int c, String wanted) throws IOException {
        if (c < 0) {
            return window.ended("an object or an array");
        }
        String found = c > ' ' && c < 0x7F ? "'" + (char) c + "'" : String.format("byte 0x%02x", c);
        return new JsonSyntaxException(found + " where " + wanted + " is expected", window.offset());
    }
}
