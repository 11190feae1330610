package dev.steno.net.http1;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What the parser of responses gives beside the bytes of bodies, which are buffers. */
sealed interface ResponsePart {
    /**
     * A head came whole, an interim one or the final one. Its end follows, also where it has no body.
     *
     * @param persistent whether the server lets the connection stand after the response (RFC 9112, 9.3)
     * @param remarks what was odd about it; null where nothing was
     */
    record Head(
            HttpResponse response,
            boolean persistent,
            @Nullable String remarks) implements ResponsePart {}

    /**
     * The response ended.
     *
     * @param trailers null where there are none
     * @param remarks what was odd since the head; null where nothing was
     */
    record End(@Nullable Headers trailers, @Nullable String remarks) implements ResponsePart {}

    /** What came is no response, or stopped being one. Nothing follows. */
    record Broken(String why) implements ResponsePart {}
}
