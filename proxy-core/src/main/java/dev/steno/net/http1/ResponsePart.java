package dev.steno.net.http1;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import org.jspecify.annotations.Nullable;

/** A part of a response as the parser emits it; the bytes of bodies are emitted as buffers. Immutable. */
sealed interface ResponsePart {
    /**
     * A complete head, interim or final. An end follows even if there is no body.
     *
     * @param persistent whether the server keeps the connection open after the response (RFC 9112, 9.3)
     * @param remarks what was odd about it; null if nothing was
     */
    record Head(
            HttpResponse response,
            boolean persistent,
            @Nullable String remarks) implements ResponsePart {}

    /**
     * The response ended.
     *
     * @param trailers null if there are none
     * @param remarks what was odd since the head; null if nothing was
     */
    record End(@Nullable Headers trailers, @Nullable String remarks) implements ResponsePart {}

    /** The bytes are not a response, or a response turned out to be malformed. No part follows. */
    record Broken(String why) implements ResponsePart {}
}
