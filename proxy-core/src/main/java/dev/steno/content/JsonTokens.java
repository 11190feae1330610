package dev.steno.content;

/**
 * Splits JSON into tokens, by position, as far as it resembles JSON (RFC 8259); text that is not any other token is a
 * word. For one thread.
 */
public final class JsonTokens {
    /** The kind of the current token. */
    public enum Kind {
        OPEN,
        CLOSE,
        COMMA,
        COLON,
        STRING,
        WORD,
        END
    }

    private final String text;
    private int start;
    private int end;
    private boolean closed = true;

    public JsonTokens(String text) {
        this.text = text;
    }

    /** The next token is the first one from this position on. */
    public void moveTo(int position) {
        end = position;
    }

    /** Moves to the next token. */
    public Kind next() {
        start = skipSpace(end);
        end = start;
        if (start == text.length()) {
            return Kind.END;
        }
        char c = text.charAt(end++);
        switch (c) {
            case '{', '[':
                return Kind.OPEN;
            case '}', ']':
                return Kind.CLOSE;
            case ',':
                return Kind.COMMA;
            case ':':
                return Kind.COLON;
            case '"':
                string();
                return Kind.STRING;
            default:
                while (end < text.length() && isWord(text.charAt(end))) {
                    end++;
                }
                return Kind.WORD;
        }
    }

    private void string() {
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        closed = end < text.length();
        end = Math.min(end + 1, text.length());
    }

    private static boolean isWord(char c) {
        return c > ' ' && "{}[],:\"".indexOf(c) < 0;
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\ufeff';
    }

    /** The first character of the current token. */
    public char first() {
        return text.charAt(start);
    }

    /** The position of its first character. */
    public int start() {
        return start;
    }

    /** The position behind its last character. */
    public int end() {
        return end;
    }

    /** Whether the last string has its closing quotation mark. */
    public boolean isClosed() {
        return closed;
    }

    /** The first character after the current token that is not white space; 0 at the end. */
    public char following() {
        int at = skipSpace(end);
        return at < text.length() ? text.charAt(at) : 0;
    }

    /** The value of a string token with its quotation marks; escapes that are malformed stay as they are. */
    public static String unquote(String quoted) {
        int stop = quoted.length() > 1 && quoted.endsWith("\"") ? quoted.length() - 1 : quoted.length();
        StringBuilder out = new StringBuilder(stop);
        int at = 1;
        while (at < stop) {
            char c = quoted.charAt(at++);
            if (c != '\\' || at >= stop) {
                out.append(c);
                continue;
            }
            char escaped = quoted.charAt(at++);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    int code = at + 4 <= stop ? hex(quoted, at) : -1;
                    if (code >= 0) {
                        out.append((char) code);
                        at += 4;
                    } else {
                        out.append("\\u");
                    }
                }
                default -> out.append(escaped);
            }
        }
        return out.toString();
    }

    private static int hex(String text, int at) {
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
