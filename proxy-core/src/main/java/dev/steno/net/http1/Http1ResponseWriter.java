package dev.steno.net.http1;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.net.http.ResponseWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes one response to an HTTP/1 client in the framing that suits it (RFC 9112, 6). Does not flush. On the connection's event
 * loop.
 */
final class Http1ResponseWriter implements ResponseWriter {

    /** How the client finds the end of the body. */
    private enum BodyEnd {
        /** By the head: it has a Content-Length, or the response has no body. Also the value until the head is written. */
        KNOWN,
        /** By the last chunk. */
        CHUNKED,
        /** By the end of the connection: the client speaks HTTP/1.0. */
        CLOSE
    }

    private final ChannelHandlerContext context;
    private final boolean head;
    private final boolean connect;
    private final boolean speaks11;
    private boolean keepAlive = true;
    private boolean ended;
    private BodyEnd bodyEnd = BodyEnd.KNOWN;

    /**
     * @param method of the request
     * @param version of the request
     */
    Http1ResponseWriter(ChannelHandlerContext context, String method, String version) {
        this.context = context;
        this.head = method.equals("HEAD");
        this.connect = method.equals("CONNECT");
        this.speaks11 = !version.equals("HTTP/1.0");
    }

    /** Whether the body is delimited only by the end of the connection. */
    boolean isDelimitedByClose() {
        return bodyEnd == BodyEnd.CLOSE;
    }

    /** Announces in the head that the connection closes after this response. */
    void closesAfter() {
        keepAlive = false;
    }

    @Override
    public void writeInterim(HttpResponse response) {
        if (speaks11) { // RFC 9110, 15.2: never to an HTTP/1.0 client
            context.write(Http1Encoder.responseHead(context.alloc(), response), context.voidPromise());
        }
    }

    @Override
    public void writeHead(HttpResponse response) {
        Headers headers = response.headers();
        boolean tunnel = connect && response.status() / 100 == 2;
        boolean bodiless =
                head || response.status() == 204 || response.status() == 304 || response.status() == 101 || tunnel;
        if (!bodiless && !headers.contains("Content-Length")) {
            bodyEnd = speaks11 ? BodyEnd.CHUNKED : BodyEnd.CLOSE;
        }
        if (bodyEnd == BodyEnd.CHUNKED) {
            headers = headers.with("Transfer-Encoding", "chunked");
        }
        boolean stays = keepAlive || response.status() == 101 || tunnel;
        if (!stays || bodyEnd == BodyEnd.CLOSE) {
            headers = headers.with("Connection", "close");
        } else if (!speaks11) {
            headers = headers.with("Connection", "keep-alive");
        }
        context.write(Http1Encoder.responseHead(context.alloc(), response.withHeaders(headers)), context.voidPromise());
    }

    @Override
    public void writeData(ByteBuf data) {
        writeChunk(context, data, bodyEnd == BodyEnd.CHUNKED);
    }

    /** Whether the response was written whole. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public void writeEnd(@Nullable Headers trailers) {
        ended = true;
        if (bodyEnd == BodyEnd.CHUNKED) {
            context.write(Http1Encoder.lastChunk(context.alloc(), trailers), context.voidPromise());
        }
    }

    /** Writes a part of a body, as one chunk if the body is chunked; takes ownership of {@code data}. */
    static void writeChunk(ChannelHandlerContext context, ByteBuf data, boolean chunked) {
        if (chunked) {
            context.write(Http1Encoder.chunkStart(context.alloc(), data.readableBytes()), context.voidPromise());
        }
        context.write(data, context.voidPromise());
        if (chunked) {
            context.write(Http1Encoder.chunkEnd(), context.voidPromise());
        }
    }
}
