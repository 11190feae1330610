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
    /** A 1xx response, to be followed by others. */
    void interim(HttpResponse response);

    void head(HttpResponse response);

    /** A piece of the body; takes the buffer over. */
    void data(ByteBuf data);

    /** @param trailers null for none */
    void end(@Nullable Headers trailers);

    /** Called before a flush: writes what was deferred, if this version defers anything. */
    default void release() {}

    /** The response is abandoned: releases what was deferred. */
    default void discard() {}
}
