package dev.steno.net.http1;

import dev.steno.flow.Headers;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import java.util.Map;

/** Converts the output of the HTTP/1 parser to the domain's types. Stateless; any thread. */
final class Http1Codec {
    private Http1Codec() {}

    /** Whether a body follows a request's head, which only its own fields decide (RFC 9112, 6.3). */
    static boolean hasBody(Http1Request head) {
        String length = head.fields().get("Content-Length");
        return length == null ? head.fields().contains("Transfer-Encoding") : !length.equals("0");
    }

    /** A placeholder for bytes without a valid request line. */
    static final class NoRequest extends DefaultFullHttpRequest {
        NoRequest() {
            super(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", Unpooled.EMPTY_BUFFER);
        }
    }

    /** The fields in their order and case, as latin-1 strings. */
    static Headers headers(HttpHeaders fields) {
        Headers.Builder headers = Headers.builder(fields.size());
        for (Iterator<Map.Entry<CharSequence, CharSequence>> i = fields.iteratorCharSequence(); i.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = i.next();
            headers.add(field.getKey().toString(), field.getValue().toString());
        }
        return headers.build();
    }
}
