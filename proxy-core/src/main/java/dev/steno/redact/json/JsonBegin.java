package dev.steno.redact.json;

/** By its first characters, whether a text may be JSON. Stateless. */
final class JsonBegin {
    private JsonBegin() {}

    /** The position of the first byte that tells; the length of the piece if none of its bytes does. */
    static int find(byte[] piece) {
        int at = 0;
        while (at < piece.length && (JsonSecret.isSpace(piece[at]) || isMark(piece[at]))) {
            at++;
        }
        return at;
    }

    /** Whether a byte is of the byte order mark, or of no JSON. */
    private static boolean isMark(byte b) {
        return (b & 0xF0) == 0xE0 || (b & 0xC0) == 0x80;
    }

    /** Whether JSON begins with a byte; also behind the prefix {@code )]}'} that keeps scripts from reading it. */
    static boolean isJson(byte b) {
        return b == '{' || b == '[' || b == ')';
    }
}
