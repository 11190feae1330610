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
 * Writes one message to an HTTP/2 stream (RFC 9113, 8.1). Holds the latest frame back until it is known whether it ends the
 * stream, or until {@link #writeDeferred}; so a short message needs no empty frame for its end. Does not flush. On the stream's
 * event loop.
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

    /** An interim head (1xx), which is written at once. */
    final void writeInterim(Http2Headers fields) {
        context.write(new DefaultHttp2HeadersFrame(fields, false), context.voidPromise());
    }

    final void writeHead(Http2Headers fields) {
        head = fields;
    }

    /** Takes ownership of the buffer. */
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

    /** Completes when the head was written to the socket, or could not be; null while the head is held back. */
    @Nullable
    final ChannelFuture begun() {
        return begun;
    }

    /** Completes when the message's end was written to the socket, or could not be; null before {@link #writeEnd}. */
    @Nullable
    final ChannelFuture whole() {
        return end;
    }

    /** Writes the frame that is held back, without END_STREAM: a flush follows, and more of the message may come. */
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

    /** Drops the frame that is held back. */
    public void discardDeferred() {
        head = null;
        if (data != null) {
            data.release();
            data = null;
        }
    }
}
