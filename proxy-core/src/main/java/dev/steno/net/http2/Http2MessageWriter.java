package dev.steno.net.http2;

import dev.steno.flow.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message to a stream of HTTP/2 (RFC 9113, 8.1). The last frame is held back until it is known whether it ends
 * the stream, at most until {@link #writeDeferred}; so a short message costs no frame of its own for its end. Does not flush.
 */
class Http2MessageWriter {
    private final ChannelHandlerContext context;
    private @Nullable Http2Headers head;
    private @Nullable ByteBuf data;
    private @Nullable ChannelFuture begun;
    private @Nullable ChannelFuture end;

    Http2MessageWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    /** A head that others follow. */
    final void writeInterim(Http2Headers fields) {
        context.write(new DefaultHttp2HeadersFrame(fields, false), context.voidPromise());
    }

    final void writeHead(Http2Headers fields) {
        head = fields;
    }

    /** Takes the buffer over. */
    public void writeData(ByteBuf next) {
        writeDeferred();
        data = next;
    }

    /** @param trailers null for none */
    public void writeEnd(@Nullable Headers trailers) {
        AsciiString[] fields = Http2Fields.towardsHttp2(trailers);
        if (fields.length > 0) {
            writeDeferred();
            end = context.write(new DefaultHttp2HeadersFrame(ReadOnlyHttp2Headers.trailers(false, fields), true));
        } else {
            end = write(true);
        }
    }

    /** What completes when the head is on the wire; null before it was written. */
    @Nullable
    final ChannelFuture begun() {
        return begun;
    }

    /** What completes when the message's end is on the wire; null before {@link #writeEnd}. */
    @Nullable
    final ChannelFuture whole() {
        return end;
    }

    /** Writes what is held back, since something is to go out and the end is not known. */
    public void writeDeferred() {
        if (head != null || data != null) {
            write(false);
        }
    }

    private ChannelFuture write(boolean last) {
        Http2Headers fields = head;
        ByteBuf bytes = data;
        head = null;
        data = null;
        if (fields != null) {
            boolean alone = last && bytes == null;
            begun = context.write(new DefaultHttp2HeadersFrame(fields, alone));
            if (alone || bytes == null) {
                return begun;
            }
        }
        if (bytes == null) {
            return last ? context.write(new DefaultHttp2DataFrame(true)) : context.newSucceededFuture();
        }
        return context.write(
                new DefaultHttp2DataFrame(bytes, last), last ? context.newPromise() : context.voidPromise());
    }

    /** Lets go what is held back. */
    public void discardDeferred() {
        head = null;
        if (data != null) {
            data.release();
            data = null;
        }
    }
}
