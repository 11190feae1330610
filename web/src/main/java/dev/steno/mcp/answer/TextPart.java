package dev.steno.mcp.answer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Bytes as text, as many of them as fit. Immutable.
 *
 * @param text visible, see {@link VisibleText}
 * @param bytes how many bytes it stands for; the next part begins behind them
 */
public record TextPart(String text, int bytes) {

    /**
     * Reads bytes until a text has a size. Malformed bytes become U+FFFD.
     *
     * @param whole whether the bytes end with the text; otherwise a character that is cut at the end is left for the next part
     * @param most upper bound on the size of the text as JSON, in bytes
     */
    public static TextPart of(byte[] bytes, Charset charset, boolean whole, int most) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer one = CharBuffer.allocate(2);
        StringBuilder text = new StringBuilder();
        int left = most;
        while (true) {
            int before = in.position();
            one.clear().limit(1);
            CoderResult result = decoder.decode(in, one, whole);
            if (one.position() == 0 && result.isOverflow()) {
                one.limit(2); // the character needs two chars
                result = decoder.decode(in, one, whole);
            }
            String visible = VisibleText.of(one.flip().toString());
            int size = JsonSize.of(visible);
            if (size > left) {
                return new TextPart(text.toString(), before);
            }
            left -= size;
            text.append(visible);
            if (result.isUnderflow()) {
                return new TextPart(text.toString(), text.length() == 0 ? bytes.length : in.position());
            }
        }
    }
}
