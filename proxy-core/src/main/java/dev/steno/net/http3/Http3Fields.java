package dev.steno.net.http3;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.net.http2.Http2Fields;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts between the field sections of HTTP/3 (RFC 9114, 4.2) and the domain's fields, which are those of HTTP/2.
 * Stateless.
 */
final class Http3Fields {
    private Http3Fields() {}

    /** All fields in their order, pseudo-header fields first, as latin-1 strings. */
    static Headers headers(Http3Headers fields) {
        Headers.Builder headers = Headers.builder(fields.size());
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            headers.add(field.getKey().toString(), field.getValue().toString());
        }
        return headers.build();
    }

    /** A response's head as HTTP/3 sends it. */
    static Http3Headers response(HttpResponse head) {
        Http3Headers fields = new DefaultHttp3Headers(false);
        fields.status(String.valueOf(head.status()));
        return addAll(fields, Http2Fields.towardsHttp2(head.headers()));
    }

    /** A request's head as HTTP/3 sends it (RFC 9114, 4.3.1). */
    static Http3Headers request(HttpRequest head) {
        Http3Headers fields = new DefaultHttp3Headers(false);
        Http2Headers same = Http2Fields.request(head);
        for (Map.Entry<CharSequence, CharSequence> field : same) {
            fields.add(field.getKey(), field.getValue());
        }
        return fields;
    }

    /** Trailers as HTTP/3 sends them; null if there are none. */
    static @Nullable Http3Headers trailers(@Nullable Headers trailers) {
        AsciiString[] fields = Http2Fields.towardsHttp2(trailers);
        return fields.length == 0 ? null : addAll(new DefaultHttp3Headers(false), fields);
    }

    private static Http3Headers addAll(Http3Headers fields, AsciiString[] namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
