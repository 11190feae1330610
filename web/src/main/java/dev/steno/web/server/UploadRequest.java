package dev.steno.web.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;

/** A request whose body is still read, from a stream. */
final class UploadRequest extends DefaultFullHttpRequest {
    private final UploadStream stream;

    UploadRequest(HttpRequest head, UploadStream stream) {
        super(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                DefaultHttpHeadersFactory.trailersFactory().newHeaders());
        this.stream = stream;
    }

    UploadStream stream() {
        return stream;
    }
}
