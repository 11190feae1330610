package dev.steno.net.http2;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.net.http.ResponseWriter;
import io.netty.channel.ChannelHandlerContext;

/** Writes one response to a stream of HTTP/2. Does not flush. */
final class Http2ResponseWriter extends Http2MessageWriter implements ResponseWriter {
    Http2ResponseWriter(ChannelHandlerContext context) {
        super(context);
    }

    @Override
    public void writeInterim(HttpResponse response) {
        if (response.status() != 101) { // none of HTTP/2's (RFC 9113, 8.6)
            writeInterim(Http2Fields.response(response));
        }
    }

    @Override
    public void writeHead(HttpResponse response) {
        writeHead(Http2Fields.response(response.status() == 101 ? agreement(response) : response));
    }

    /** What a server of HTTP/1.1 said to a WebSocket, as HTTP/2 says it (RFC 8441, 5). */
    private static HttpResponse agreement(HttpResponse response) {
        Headers fields = response.headers().without(name -> name.equalsIgnoreCase("Sec-WebSocket-Accept"));
        return response.withHeaders(fields).withStatus(200, "");
    }
}
