package dev.steno.net.http2;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.net.http.ResponseWriter;
import io.netty.channel.ChannelHandlerContext;

/** Writes one response to an HTTP/2 stream. Does not flush. On the stream's event loop. */
final class Http2ResponseWriter extends Http2MessageWriter implements ResponseWriter {
    Http2ResponseWriter(ChannelHandlerContext context) {
        super(context);
    }

    @Override
    public void writeInterim(HttpResponse response) {
        if (response.status() != 101) { // HTTP/2 has no 101 (RFC 9113, 8.6)
            writeInterim(Http2Fields.response(response));
        }
    }

    @Override
    public void writeHead(HttpResponse response) {
        writeHead(Http2Fields.response(response.status() == 101 ? agreement(response) : response));
    }

    /** The 101 with which an HTTP/1.1 server accepts a WebSocket, as HTTP/2 expresses it: a 200 (RFC 8441, 5). */
    private static HttpResponse agreement(HttpResponse response) {
        Headers fields = response.headers().without(name -> name.equalsIgnoreCase("Sec-WebSocket-Accept"));
        return response.withHeaders(fields).withStatus(200, "");
    }
}
