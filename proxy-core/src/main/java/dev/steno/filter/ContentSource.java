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
 * Supplies the content that a filter reads and a flow does not contain: stored bodies and the messages of streams.
 * Called on the thread that tests the filter; an implementation that reads files must not be used on an event loop.
 */
public interface ContentSource {

    /** Upper bound on the characters of a decoded body that a filter searches; the rest is ignored. */
    int SEARCHED = 16 << 20;

    /** A source without stored content: only bodies that are inline in their flows are available. */
    ContentSource NONE = new ContentSource() {};

    /**
     * The bytes of a stored body as they were forwarded; null if they are not available. The caller closes the stream.
     *
     * @throws UncheckedIOException if they are available but cannot be read
     */
    default @Nullable InputStream open(Body.Stored body) {
        return null;
    }

    /**
     * Whether any message of a raw stream or a WebSocket passes a test; {@code UNKNOWN} if the messages are not
     * available.
     *
     * @throws UncheckedIOException if they are available but cannot be read
     */
    default Match anyMessage(Flow flow, Predicate<Message> test) {
        return flow.messages() == 0 ? Match.NO : Match.UNKNOWN;
    }

    /**
     * A decoded body as text, up to {@link #SEARCHED} characters; null if it is not available. An implementation may
     * answer from a cache of decoded bodies.
     *
     * @param headers the header fields of the body's message
     * @throws UncheckedIOException if the body is available but cannot be read
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
