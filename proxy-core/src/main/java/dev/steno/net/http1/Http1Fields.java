package dev.steno.net.http1;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;

/** The fields of a request as HTTP/1.1 requires them, whatever version the client uses. Stateless; any thread. */
public final class Http1Fields {
    private Http1Fields() {}

    /**
     * The fields with a Host field. If the client sent none, it is added as the first field (RFC 9110, 7.2), from
     * {@code :authority} or else from the server's address. Cookies that HTTP/2 or HTTP/3 split are joined (RFC 9113, 8.2.3;
     * RFC 9114, 4.2.1).
     *
     * @param tls whether the connection to the server is over TLS
     */
    static Headers towardsServer(HttpRequest head, boolean tls) {
        Headers headers = head.headers();
        if (!head.version().startsWith("HTTP/1.")) {
            headers = withOneCookie(headers);
        }
        if (headers.contains("Host")) {
            return headers;
        }
        Headers.Builder all = Headers.builder(headers.size() + 1).add("Host", host(head, tls));
        for (int i = 0; i < headers.size(); i++) {
            all.add(headers.name(i), headers.value(i));
        }
        return all.build();
    }

    /** The host that a request is for, with its port unless that is the default one. */
    public static String host(HttpRequest head, boolean tls) {
        String authority = head.headers().get(":authority");
        if (authority == null) {
            authority = head.headers().get("Host");
        }
        if (authority != null) {
            return authority;
        }
        boolean usual = head.port() == (tls ? Endpoint.HTTPS_PORT : Endpoint.HTTP_PORT)
                && head.host().indexOf(':') < 0;
        return usual ? head.host() : new Endpoint(head.host(), head.port()).toString();
    }

    private static Headers withOneCookie(Headers headers) {
        if (headers.all("cookie").size() < 2) {
            return headers;
        }
        String whole = String.join("; ", headers.all("cookie"));
        Headers.Builder all = Headers.builder(headers.size());
        boolean joined = false;
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.name(i).equalsIgnoreCase("cookie")) {
                all.add(headers.name(i), headers.value(i));
            } else if (!joined) {
                all.add("cookie", whole);
                joined = true;
            }
        }
        return all.build();
    }
}
