package dev.steno.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes as text, without the replacement characters that a lenient decoder puts in place of what is no UTF-8. Any thread. */
public final class Utf8 {
    private Utf8() {}

    /** Returns the text; null if the bytes are not valid UTF-8 (RFC 3629). */
    public static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
