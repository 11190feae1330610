package dev.steno.content.view;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Decodes names and values of queries and forms (WHATWG URL, 5.1): percent coding, and plus for a space. Stateless. */
final class PercentCoding {
    private PercentCoding() {}

    /** @param text one char a byte, or decoded text; a malformed escape stays as it is */
    static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
