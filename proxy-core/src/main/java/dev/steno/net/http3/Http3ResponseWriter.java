package dev.steno.net.http3;

import dev.steno.flow.HttpResponse;
import dev.steno.net.http.ResponseWriter;
import io.netty.channel.ChannelHandlerContext;

/** Writes one response to an HTTP/3 stream. On the stream's event loop. */
final class Http3ResponseWriter extends Http3MessageWriter implements ResponseWriter {
    Http3ResponseWriter(ChannelHandlerContext context, Http3StalledWriteDetector taken, Runnable refused) {
        super(context, taken, refused);
    }

    @Override
    public void writeInterim(HttpResponse response) {
        if (response.status() != 101) { // HTTP/3 has no 101 (RFC 9114, 4.5)
            writeHead(response);
        }
    }

    @Override
    public void writeHead(HttpResponse response) {
        writeHead(Http3Fields.response(response));
    }
}
