package dev.steno.net.http;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes one response to a client in the framing of its version of HTTP. Does not flush. On the event loop of the client's
 * connection.
 */
public interface ResponseWriter {
    /** Writes a 1xx response; the final response follows later. */
    void writeInterim(HttpResponse response);

    void writeHead(HttpResponse response);

    /** Writes a part of the body; takes ownership of the buffer. */
    void writeData(ByteBuf data);

    /** @param trailers null for none */
    void writeEnd(@Nullable Headers trailers);

    /** Called before a flush: writes deferred parts, if this version defers any. */
    default void writeDeferred() {}

    /** The response is abandoned: releases deferred parts. */
    default void discardDeferred() {}
}
