package dev.steno.net.local;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.net.http.ResponseWriter;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The response to a client without a socket: the exchange has recorded it, and it is sent to no one. */
enum UnreadResponse implements ResponseWriter {
    ONLY;

    @Override
    public void writeInterim(HttpResponse response) {}

    @Override
    public void writeHead(HttpResponse response) {}

    @Override
    public void writeData(ByteBuf data) {
        data.release();
    }

    @Override
    public void writeEnd(@Nullable Headers trailers) {}
}
