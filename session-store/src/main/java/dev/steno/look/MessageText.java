package dev.steno.look;

import dev.steno.content.BodyText;
import java.util.Arrays;
import java.util.HexFormat;

/** The beginning of a message as a line. Stateless. */
final class MessageText {
    /** Upper bound on the characters of text. */
    static final int CHARACTERS = 200;

    /** Bytes that {@value #CHARACTERS} characters of UTF-8 have at most. */
    static final int BYTES = 4 * CHARACTERS;

    private static final int HEX = 48;

    private MessageText() {}

    /** Returns whether bytes are shown in hexadecimal. */
    static boolean isBinary(byte[] start, boolean sentAsText) {
        return !sentAsText && !BodyText.looksLikeText(start);
    }

    static String of(byte[] start, boolean binary) {
        if (binary) {
            return HexFormat.ofDelimiter(" ").formatHex(start, 0, Math.min(start.length, HEX));
        }
        String text = BodyText.of(start, null, start.length < BYTES);
        return text.length() <= CHARACTERS ? text : text.substring(0, cut(text));
    }

    private static int cut(String text) {
        return Character.isHighSurrogate(text.charAt(CHARACTERS - 1)) ? CHARACTERS - 1 : CHARACTERS;
    }

    /** Returns the first bytes of a message. */
    static byte[] start(byte[] data) {
        return data.length <= BYTES ? data : Arrays.copyOf(data, BYTES);
    }
}
