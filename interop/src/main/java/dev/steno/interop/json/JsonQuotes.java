package dev.steno.interop.json;

import java.nio.charset.StandardCharsets;

/** Strings as JSON, and UTF-8 with single surrogates as strings. Stateless. */
public final class JsonQuotes {
    private JsonQuotes() {}

    /** Appends a string in quotes. Control characters and single surrogates are escaped. */
    public static void quote(String text, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c) && isLone(text, i)) {
                to.append(String.format("\\u%04x", (int) c));
            } else {
                to.append(c);
            }
        }
        to.append('"');
    }

    /** Returns a string in quotes. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        quote(text, out);
        return out.toString();
    }

    private static boolean isLone(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }

    /** Returns a string of scanned bytes. */
    static String decode(byte[] utf8, int length, TextTraits traits) {
        if (!traits.lone()) {
            return new String(utf8, 0, length, StandardCharsets.UTF_8);
        }
        StringBuilder out = new StringBuilder(length);
        int at = 0;
        while (at < length) {
            int first = utf8[at] & 0xFF;
            int size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            int point = size == 1 ? first : first & 0x7F >> size;
            for (int i = 1; i < size; i++) {
                point = point << 6 | utf8[at + i] & 0x3F;
            }
            out.appendCodePoint(point);
            at += size;
        }
        return out.toString();
    }
}
