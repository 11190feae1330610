package dev.steno.filter;

import dev.steno.content.BodyText;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a filter reads beside the flow itself: stored bodies and the messages of streams. Called on the thread
 * that tests the filter; one that reads files must not be handed to a filter on an event loop.
 */
public interface Content {

    /** How many characters of a decoded body a filter reads at most. What stands behind them is not searched. */
    int SEARCHED = 16 << 20;

    /** Has nothing at hand but the bodies that travel with their flows. */
    Content NONE = new Content() {};

    /**
     * The bytes of a stored body as they passed; null where they are not at hand. The caller closes the stream.
     *
     * @throws UncheckedIOException where they should be at hand and cannot be read
     */
    default @Nullable InputStream open(Body.Stored body) {
        return null;
    }

    /**
     * Whether any message of a raw stream or a WebSocket passes a test; {@code UNKNOWN} where the messages are not at hand.
     *
     * @throws UncheckedIOException where they should be at hand and cannot be read
     */
    default Match anyMessage(Flow flow, Predicate<Message> test) {
        return flow.messages() == 0 ? Match.NO : Match.UNKNOWN;
    }

    /**
     * A body as text, its content codings removed, up to {@link #SEARCHED} characters; null where it is not at hand. One that
     * keeps decoded bodies may answer from what it kept.
     *
     * @param headers those of the message it belongs to
     * @throws UncheckedIOException where it should be at hand and cannot be read
     */
    default @Nullable String text(Body body, Headers headers) {
        try {
            if (body instanceof Body.Inline inline) {
                return BodyText.read(new ByteArrayInputStream(inline.bytes()), headers, SEARCHED);
            }
            if (body instanceof Body.Stored stored) {
                try (InputStream raw = open(stored)) {
                    return raw == null ? null : BodyText.read(raw, headers, SEARCHED);
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
