package dev.steno.net.http1;

import dev.steno.flow.Headers;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A request's head as the parser read it: a part that Netty's handlers understand, with the domain's fields. Confined
 * to the connection's event loop.
 */
final class Http1Request extends DefaultHttpRequest {
    private final Headers fields;
    private final @Nullable String remarks;
    private @Nullable HttpHeaders headers;

    /** @param remarks what was odd about it; null if nothing was */
    Http1Request(HttpVersion version, HttpMethod method, String target, Headers fields, @Nullable String remarks) {
        super(version, method, target, EmptyHttpHeaders.INSTANCE);
        this.fields = fields;
        this.remarks = remarks;
    }

    /** The fields in their order and case, as latin-1 strings. */
    Headers fields() {
        return fields;
    }

    @Nullable
    String remarks() {
        return remarks;
    }

    /** A copy of the fields, created by the first call. */
    @Override
    public HttpHeaders headers() {
        HttpHeaders all = headers;
        if (all == null) {
            all = DefaultHttpHeadersFactory.headersFactory()
                    .withValidation(false)
                    .newHeaders();
            for (int i = 0; i < fields.size(); i++) {
                all.add(fields.name(i), fields.value(i));
            }
            headers = all;
        }
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
