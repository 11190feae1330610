package dev.steno.interop.intake;

import java.nio.charset.StandardCharsets;

/** Text of a foreign file as the bytes that passed, in the ISO 8859-1 strings of {@link dev.steno.flow.Headers}. Stateless. */
public final class WireText {
    private WireText() {}

    /**
     * Whether a value has a character above U+00FF. All of it is then taken as UTF-8, since no single byte stands for such a
     * character.
     */
    public static boolean isWide(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xFF) {
                return true;
            }
        }
        return false;
    }

    /** Returns a string whose characters are the bytes of the value. */
    public static String bytes(String value) {
        return isWide(value) ? new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) : value;
    }
}
