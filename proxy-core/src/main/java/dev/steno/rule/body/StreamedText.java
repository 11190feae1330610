package dev.steno.rule.body;

import dev.steno.content.BodyText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Text of a body in its charset, piece by piece. A byte that is not valid in the charset is a lone surrogate, U+DC00 to
 * U+DCFF, so that it is sent as it came. For one body and one thread.
 */
final class StreamedText {
    private static final char ESCAPE = '\uDC00';
    private static final byte[] NONE = new byte[0];

    private final Charset charset;
    private final CharsetDecoder decoder;
    private byte[] cut = NONE; // the beginning of a character

    /**
     * @param first the first bytes of the body, by which the charset is found if the type does not name it
     * @param type the Content-Type
     */
    StreamedText(byte[] first, @Nullable String type) {
        Charset found = BodyText.charset(first, type, false);
        charset = found.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : found;
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    Charset charset() {
        return charset;
    }

    boolean canEncode(String text) {
        return charset.canEncode() && charset.newEncoder().canEncode(text);
    }

    /** @param last whether no more bytes follow */
    String decode(byte[] bytes, boolean last) {
        byte[] all = cut.length == 0 ? bytes : joined(cut, bytes);
        ByteBuffer in = ByteBuffer.wrap(all);
        CharBuffer out = CharBuffer.allocate(all.length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, last);
            if (result.isOverflow()) {
                out = grown(out);
            } else if (result.isError()) {
                for (int i = 0; i < result.length(); i++) {
                    out = out.hasRemaining() ? out : grown(out);
                    out.put((char) (ESCAPE | in.get() & 0xFF));
                }
            } else {
                break;
            }
        }
        cut = Arrays.copyOfRange(all, in.position(), all.length);
        return out.flip().toString();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static CharBuffer grown(CharBuffer full) {
        return CharBuffer.allocate(2 * full.capacity() + 16).put(full.flip());
    }

    byte[] encode(String text) {
        int escape = nextEscape(text, 0);
        if (escape == text.length()) {
            return text.getBytes(charset);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        for (int from = 0; from < text.length(); escape = nextEscape(text, from)) {
            bytes.writeBytes(text.substring(from, escape).getBytes(charset));
            from = escape;
            while (from < text.length() && isEscape(text.charAt(from))) {
                bytes.write(text.charAt(from++) & 0xFF);
            }
        }
        return bytes.toByteArray();
    }

    private static int nextEscape(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (isEscape(text.charAt(i)) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isEscape(char c) {
        return c >= ESCAPE && c <= ESCAPE + 0xFF;
    }
}
