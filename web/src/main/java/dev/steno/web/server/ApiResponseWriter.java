package dev.steno.web.server;

import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiResponse;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.exc.JacksonIOException;

/** Writes one response to a connection. Any thread; blocks while the client is slower, unless stated otherwise. */
final class ApiResponseWriter {
    private final ChannelHandlerContext ctx;
    private final Writability writability;
    private final boolean keepAlive;
    private final boolean headOnly;
    private boolean begun;

    ApiResponseWriter(ChannelHandlerContext ctx, Writability writability, boolean keepAlive, boolean headOnly) {
        this.ctx = ctx;
        this.writability = writability;
        this.keepAlive = keepAlive;
        this.headOnly = headOnly;
    }

    /** Writes a small response without blocking. */
    void writeSoon(ApiResponse response) {
        try {
            writeWith(response, new Chunks(false));
        } catch (IOException e) {
            ctx.close(); // not thrown: a small response is held in memory
        }
    }

    /** Writes a response, and closes the connection if its body cannot be completed. */
    void write(ApiResponse response) {
        try {
            writeWith(response, new Chunks(true));
        } catch (IOException e) {
            ctx.close(); // the client recognizes the incomplete body by its missing end
        }
    }

    /** Answers after an error in this program. */
    void fail() {
        if (begun) {
            ctx.close();
        } else {
            writeSoon(ApiProblem.of(500, "internal error; the log says more").response());
        }
    }

    private void writeWith(ApiResponse response, OutputStream chunks) throws IOException {
        begun = true;
        ctx.write(head(response));
        boolean bodiless = headOnly || response.status() == 204 || response.status() == 304;
        if (!bodiless) {
            writeBody(response, chunks);
        }
        chunks.close();
        ChannelFuture last = ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        last.addListener(written -> {
            if (keepAlive && written.isSuccess()) {
                ((ApiHandler) ctx.handler()).answered(ctx);
            } else {
                ctx.close();
            }
        });
    }

    private static void writeBody(ApiResponse response, OutputStream to) throws IOException {
        try {
            response.body().writeTo(to);
        } catch (
                JacksonIOException
                        e) { // a generator of JSON wraps the failure of its stream, which is no error of ours
            throw new IOException(e.getMessage(), e);
        }
    }

    private HttpResponse head(ApiResponse response) {
        HttpResponse head =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        HttpHeaders fields = head.headers();
        if (!response.type().isEmpty()) {
            fields.set(HttpHeaderNames.CONTENT_TYPE, response.type());
        }
        SecurityHeaders.addTo(fields);
        response.headers().forEach(fields::set);
        if (response.status() != 204 && response.length() != ApiResponse.UNKNOWN) {
            fields.set(HttpHeaderNames.CONTENT_LENGTH, response.length());
        } else if (response.status() != 204) {
            HttpUtil.setTransferEncodingChunked(head, true);
        }
        HttpUtil.setKeepAlive(head, keepAlive);
        return head;
    }

    /** The body, in chunks of at most 64 KiB. */
    private final class Chunks extends OutputStream {
        private static final int CHUNK = 64 << 10;

        private final boolean blocking;
        private final byte[] single = new byte[1];

        Chunks(boolean blocking) {
            this.blocking = blocking;
        }

        @Override
        public void write(int value) throws IOException {
            single[0] = (byte) value;
            write(single, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += CHUNK) {
                int count = Math.min(CHUNK, length - at);
                if (blocking) {
                    if (!ctx.channel().isWritable()) {
                        ctx.flush(); // what was written but not flushed would never make room
                    }
                    writability.await(ctx.channel());
                }
                ctx.write(new DefaultHttpContent(Unpooled.copiedBuffer(bytes, offset + at, count)));
            }
        }

        @Override
        public void flush() {
            ctx.flush();
        }
    }
}
