package dev.steno.net;

import dev.steno.flow.Headers;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import java.util.Map;

/** The HTTP/1 parsers with the limits and the strictness in use, and the step from their header fields to the domain's. */
final class Http1Codec {
    private static final int LARGEST_PIECE = 64 * 1024;

    private Http1Codec() {}

    /** Strict: both lengths at once, two different lengths, white space before a colon and the like fail (RFC 9112, 6.3, 5.1). */
    static HttpRequestDecoder requestDecoder() {
        return new HttpRequestDecoder(config()) {
            @Override
            protected HttpMessage createInvalidMessage() {
                return new NoRequest();
            }
        };
    }

    /** Stands for bytes of which not even the first line is a request's. */
    static final class NoRequest extends DefaultFullHttpRequest {
        NoRequest() {
            super(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", Unpooled.EMPTY_BUFFER);
        }
    }

    /** Knows from the request whether a response can have a body (RFC 9112, 6.3). One for each connection. */
    static final class ResponseDecoder extends HttpResponseDecoder {
        private String method = "";

        ResponseDecoder() {
            super(config());
        }

        /** The method of the request whose response comes next. */
        void expect(String requestMethod) {
            method = requestMethod;
        }

        /** Whether a response to the expected request has no body whatever its fields say. */
        boolean isBodiless(HttpResponse response) {
            return isContentAlwaysEmpty(response);
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            return method.equals("HEAD") || super.isContentAlwaysEmpty(message);
        }
    }

    private static HttpDecoderConfig config() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(ProxySettings.MAX_LINE)
                .setMaxHeaderSize(ProxySettings.MAX_HEADERS)
                .setMaxChunkSize(LARGEST_PIECE)
                .setAllowDuplicateContentLengths(true);
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
