package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * A request as the client sent it. Immutable; any thread.
 *
 * @param method as sent; case-sensitive (RFC 9110, 9.1)
 * @param scheme {@code http} or {@code https}
 * @param host the requested server, a DNS name or an IP literal without brackets
 * @param port the server's port, 0 to 65535
 * @param path path and query of the request target, raw; {@code *} for a server-wide OPTIONS; the whole target of a
 *     CONNECT; a whole URL if a request within a tunnel asks the tunnel's server for a resource of another server
 * @param version such as {@code HTTP/1.1}; {@code HTTP/2.0} for a stream of HTTP/2
 * @param headers in order and case as sent, including hop-by-hop fields. In HTTP/2 they begin with the pseudo-header
 *     fields ({@code :method}, {@code :authority} …) as sent; the components above are authoritative
 * @param trailers null if none were sent
 * @param started arrival of the first byte, nanoseconds since the epoch
 * @param ended arrival of the last byte, nanoseconds since the epoch; {@link Times#UNSET} until then
 */
public record HttpRequest(
        String method,
        String scheme,
        String host,
        int port,
        String path,
        String version,
        Headers headers,
        @Nullable Headers trailers,
        Body body,
        long started,
        long ended) {

    /** The URL; omits the scheme's default port. For a CONNECT, {@code host:port}. */
    public String url() {
        boolean usual = port == ("https".equals(scheme) ? 443 : 80);
        String authority =
                usual ? (host.indexOf(':') >= 0 ? "[" + host + "]" : host) : new Endpoint(host, port).toString();
        if (method.equals("CONNECT")) {
            return new Endpoint(host, port).toString();
        }
        return scheme + "://" + authority + (path.startsWith("/") ? path : "/" + path);
    }

    public HttpRequest withHeaders(Headers next) {
        return new HttpRequest(method, scheme, host, port, path, version, next, trailers, body, started, ended);
    }

    public HttpRequest withBody(Body next) {
        return new HttpRequest(method, scheme, host, port, path, version, headers, trailers, next, started, ended);
    }

    /** A copy as of the request's end, with its final body and trailers. */
    public HttpRequest ended(Body whole, @Nullable Headers trailing, long time) {
        return new HttpRequest(method, scheme, host, port, path, version, headers, trailing, whole, started, time);
    }
}
