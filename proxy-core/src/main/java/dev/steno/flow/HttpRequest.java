package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * A request as the client sent it. Immutable.
 *
 * @param method as sent
 * @param scheme {@code http} or {@code https}
 * @param host the requested server, a name or an IP literal without brackets
 * @param port the server's port, 0 to 65535
 * @param path the raw path and query of the request target; {@code *} for a server-wide OPTIONS; the whole target of a
 *     CONNECT; a complete URL if a request inside a tunnel asks the tunnel's server for another server's resource
 * @param version {@code HTTP/1.1}, {@code HTTP/2.0} for an HTTP/2 stream, {@code HTTP/3} for an HTTP/3 stream
 * @param headers in order and case as sent, including hop-by-hop fields. In HTTP/2 and HTTP/3 they begin with the
 *     pseudo-header
 *     fields ({@code :method}, {@code :authority} …) as the client sent them; method, scheme, host, port and path are
 *     authoritative
 * @param trailers null if none were sent
 * @param started when its first byte was read, nanoseconds since the epoch
 * @param ended when its last byte was read, nanoseconds since the epoch; {@link Times#UNSET} before that
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

    /** The URL in its usual form; the port is omitted if it is the scheme's default. */
    public String url() {
        Endpoint target = new Endpoint(host, port);
        if (method.equals("CONNECT")) {
            return target.toString();
        }
        return scheme + "://" + target.authority(scheme) + (path.startsWith("/") ? path : "/" + path);
    }

    public HttpRequest withHeaders(Headers next) {
        return new HttpRequest(method, scheme, host, port, path, version, next, trailers, body, started, ended);
    }

    public HttpRequest withBody(Body next) {
        return new HttpRequest(method, scheme, host, port, path, version, headers, trailers, next, started, ended);
    }

    /** This request once it has ended. */
    public HttpRequest ended(Body whole, @Nullable Headers trailing, long time) {
        return new HttpRequest(method, scheme, host, port, path, version, headers, trailing, whole, started, time);
    }
}
