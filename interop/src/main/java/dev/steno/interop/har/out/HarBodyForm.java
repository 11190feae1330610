package dev.steno.interop.har.out;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a body is written. Immutable.
 *
 * @param size in bytes, without the codings
 * @param charset of the text; null for base64
 * @param codings that are removed
 * @param isCoded whether the body stays coded, since its coding cannot be removed
 */
record HarBodyForm(long size, @Nullable Charset charset, List<String> codings, boolean isCoded) {
    private static final int BUFFER = 32 << 10;

    /**
     * Reads a body to the end. It is text if all of it is UTF-8, or else of the declared charset, and has no control
     * characters that texts do not have.
     *
     * @param in without the codings
     */
    static HarBodyForm judge(InputStream in, @Nullable Charset declared, List<String> codings, boolean coded)
            throws IOException {
        Check utf8 = new Check(StandardCharsets.UTF_8);
        Check other = declared == null || declared.equals(StandardCharsets.UTF_8) ? null : new Check(declared);
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        int n;
        while ((n = in.readNBytes(buffer, 0, BUFFER)) > 0) {
            size += n;
            utf8.feed(buffer, n);
            if (other != null) {
                other.feed(buffer, n);
            }
        }
        if (!coded && utf8.ends()) {
            return new HarBodyForm(size, StandardCharsets.UTF_8, codings, false);
        }
        return new HarBodyForm(size, !coded && other != null && other.ends() ? declared : null, codings, coded);
    }

    /** Whether bytes are text in a charset. For one body. */
    private static final class Check {
        private final CharsetDecoder decoder;
        private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER + 16);
        private final CharBuffer chars = CharBuffer.allocate(BUFFER + 16);
        private boolean valid = true;

        Check(Charset charset) {
            this.decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
        }

        void feed(byte[] from, int length) {
            if (!valid) {
                return;
            }
            bytes.put(from, 0, length).flip();
            run(false);
            bytes.compact();
        }

        boolean ends() {
            if (valid) {
                bytes.flip();
                run(true);
                chars.clear();
                valid &= !decoder.flush(chars).isError();
            }
            return valid;
        }

        private void run(boolean end) {
            CoderResult result;
            do {
                chars.clear();
                result = decoder.decode(bytes, chars, end);
                chars.flip();
                valid &= !result.isError() && isPlain(chars);
            } while (valid && result.isOverflow());
        }

        private static boolean isPlain(CharBuffer text) {
            for (int i = 0; i < text.limit(); i++) {
                char c = text.get(i);
                if (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B) {
                    return false;
                }
            }
            return true;
        }
    }
}
