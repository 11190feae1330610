package dev.steno.net;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Writes one response to a stream of HTTP/2. The last frame is held back until it is known whether it ends the stream, at
 * most until {@link #release}; so a short response costs no frame of its own for its end. Does not flush.
 */
final class Http2ResponseWriter {
    private final ChannelHandlerContext context;
    private @Nullable ReadOnlyHttp2Headers head;
    private @Nullable ByteBuf data;
    private @Nullable ChannelFuture end;

    Http2ResponseWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    /** RFC 9113, 8.1: any number of them before the final response; 101 is none of HTTP/2's. */
    void interim(HttpResponse response) {
        if (response.status() != 101) {
            context.write(new DefaultHttp2HeadersFrame(fields(response), false), context.voidPromise());
        }
    }

    void head(HttpResponse response) {
        head = fields(response);
    }

    /** Takes the buffer over. */
    void data(ByteBuf next) {
        release();
        data = next;
    }

    /** @param trailers null for none */
    void end(@Nullable Headers trailers) {
        AsciiString[] fields = Http2Fields.towardsHttp2(trailers);
        if (fields.length > 0) {
            release();
            end = context.write(new DefaultHttp2HeadersFrame(ReadOnlyHttp2Headers.trailers(false, fields), true));
        } else {
            end = write(true);
        }
    }

    /** What completes when the response's end is on the wire; null before {@link #end}. */
    @Nullable
    ChannelFuture whole() {
        return end;
    }

    /** Writes what is held back, since something is to go out and the end is not known. */
    void release() {
        if (head != null || data != null) {
            write(false);
        }
    }

    private ChannelFuture write(boolean last) {
        ReadOnlyHttp2Headers fields = head;
        ByteBuf bytes = data;
        head = null;
        data = null;
        if (fields != null && (bytes != null || !last)) {
            context.write(new DefaultHttp2HeadersFrame(fields, false), context.voidPromise());
        } else if (fields != null) {
            return context.write(new DefaultHttp2HeadersFrame(fields, true));
        }
        if (bytes == null) {
            return last ? context.write(new DefaultHttp2DataFrame(true)) : context.newSucceededFuture();
        }
        return context.write(
                new DefaultHttp2DataFrame(bytes, last), last ? context.newPromise() : context.voidPromise());
    }

    /** Lets go what is held back. */
    void discard() {
        head = null;
        if (data != null) {
            data.release();
            data = null;
        }
    }

    private static ReadOnlyHttp2Headers fields(HttpResponse response) {
        return ReadOnlyHttp2Headers.serverHeaders(
                false,
                HttpResponseStatus.valueOf(response.status()).codeAsText(),
                Http2Fields.towardsHttp2(response.headers()));
    }
}
