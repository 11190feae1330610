package dev.steno.edit;

import dev.steno.content.BodyText;
import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentCodingException.Reason;
import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.flow.Body;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message as a person edits it: without its codings if these can be removed, else as it is.
 *
 * @param bytes empty if the body is not at hand
 * @param type the message's Content-Type
 * @param isDecoded whether the bytes are the whole body without its codings
 * @param isTooLarge whether it has more bytes, without its codings, than are edited as text
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record DecodedBody(byte[] bytes, @Nullable String type, boolean isDecoded, boolean isTooLarge) {
    static DecodedBody of(EditedMessage message) {
        String type = message.headers().get("Content-Type");
        if (!isAtHand(message.body())) {
            return new DecodedBody(new byte[0], type, false, false);
        }
        byte[] raw = message.body() instanceof Body.Inline inline ? inline.bytes() : new byte[0];
        try {
            byte[] plain = ContentDecoder.strict(RawText.LARGEST).decode(raw, message.headers());
            return new DecodedBody(plain, type, true, plain.length > RawText.LARGEST);
        } catch (ContentCodingException e) {
            return new DecodedBody(raw, type, false, e.reason() == Reason.TOO_LARGE);
        }
    }

    /** Whether a body's bytes are in its flow. */
    static boolean isAtHand(Body body) {
        return body instanceof Body.Inline || body instanceof Body.None;
    }

    /** The body as text; null if it is not text, or if the text does not give the same bytes again. */
    @Nullable
    String text() {
        if (!ContentType.parse(type).isText() && !BodyText.looksLikeText(bytes)) {
            return null;
        }
        String text = BodyText.of(bytes, type);
        try {
            return Arrays.equals(BodyText.bytes(text, bytes, type), bytes) ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
