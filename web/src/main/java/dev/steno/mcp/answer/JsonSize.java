package dev.steno.mcp.answer;

/** The bytes that texts take in a JSON string in UTF-8 (RFC 8259, 7), as {@link dev.steno.json.Json} writes it. Stateless. */
final class JsonSize {
    private JsonSize() {}

    static int of(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            size += of(point);
            i += Character.charCount(point);
        }
        return size;
    }

    static int of(int point) {
        if (point >= 0x80) {
            return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        }
        return switch (point) {
            case '"', '\\', '\n', '\r', '\t', '\b', '\f' -> 2;
            default -> point < ' ' ? 6 : 1;
        };
    }
}
