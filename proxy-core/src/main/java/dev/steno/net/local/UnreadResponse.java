package dev.steno.net.local;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.local.ResponseWatch;
import dev.steno.net.http.ResponseWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * The response to a client without a socket: the exchange has recorded it, and it is sent to no one.
 *
 * @param watch sees it pass; null if nothing does
 */
record UnreadResponse(@Nullable ResponseWatch watch) implements ResponseWriter {
    private static final UnreadResponse UNSEEN = new UnreadResponse(null);

    static UnreadResponse of(@Nullable ResponseWatch watch) {
        return watch == null ? UNSEEN : new UnreadResponse(watch);
    }

    @Override
    public void writeInterim(HttpResponse response) {}

    @Override
    public void writeHead(HttpResponse response) {
        if (watch != null) {
            watch.head(response);
        }
    }

    @Override
    public void writeData(ByteBuf data) {
        if (watch != null && data.isReadable()) {
            watch.data(ByteBufUtil.getBytes(data));
        }
        data.release();
    }

    @Override
    public void writeEnd(@Nullable Headers trailers) {}
}
