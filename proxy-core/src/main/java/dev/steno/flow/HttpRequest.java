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

    /**
     * This request for another URL. The Host field and {@code :authority} name the new server, unless they are kept; they
     * are not added if they are absent. The path and query stay as they are written, but for characters that a request
     * target cannot have, which are percent-encoded as UTF-8; a fragment is dropped.
     *
     * @param url an absolute URL of http, https, ws or wss, or a path with query at the same server
     * @param keepHost whether Host and {@code :authority} stay
     * @return this object if the URL is that of the request
     * @throws IllegalArgumentException if that is no such URL, with a sentence that says why; also for a CONNECT
     */
    public HttpRequest to(String url, boolean keepHost) {
        if (method.equals("CONNECT")) {
            throw new IllegalArgumentException("the target of a CONNECT cannot be changed");
        }
        if (url.equals(url())) {
            return this;
        }
        RequestUrl next = url.startsWith("/")
                ? new RequestUrl(scheme, new Endpoint(host, port), RequestUrl.path(url))
                : RequestUrl.parse(url);
        String target =
                path.equals("*") && (next.path().equals("/") || next.path().equals("/*")) ? "*" : next.path();
        Headers fields = headers;
        if (!keepHost && !url.startsWith("/")) {
            String authority = next.server().authority(next.scheme());
            fields = fields.contains("Host") ? fields.set("Host", authority) : fields;
            fields = fields.contains(":authority") ? fields.set(":authority", authority) : fields;
        }
        return new HttpRequest(
                        method,
                        next.scheme(),
                        next.server().host(),
                        next.server().port(),
                        target,
                        version,
                        fields,
                        trailers,
                        body,
                        started,
                        ended)
                .withPseudoFields();
    }

    /**
     * This request with pseudo-header fields that agree with its method, scheme and path, as far as it has them; this
     * object if they do. {@code :authority} is what the request names as its server, which need not be where it goes.
     */
    public HttpRequest withPseudoFields() {
        String sent = headers.get(":method");
        if (sent == null) {
            return this;
        }
        Headers next = agreeing(headers, ":method", headers.contains(":protocol") ? "CONNECT" : method);
        next = agreeing(next, ":scheme", scheme);
        next = agreeing(next, ":path", path);
        return next == headers ? this : withHeaders(next);
    }

    private static Headers agreeing(Headers fields, String name, String value) {
        String sent = fields.get(name);
        return sent == null || sent.equals(value) ? fields : fields.set(name, value);
    }

    /** Returns a copy with another method. */
    public HttpRequest withMethod(String next) {
        return new HttpRequest(next, scheme, host, port, path, version, headers, trailers, body, started, ended)
                .withPseudoFields();
    }

    /** Returns a copy with other trailers; null for none. */
    public HttpRequest withTrailers(@Nullable Headers next) {
        return new HttpRequest(method, scheme, host, port, path, version, headers, next, body, started, ended);
    }

    /** Returns a copy with other header fields, of which nothing else follows. */
    public HttpRequest withHeaders(Headers next) {
        return new HttpRequest(method, scheme, host, port, path, version, next, trailers, body, started, ended);
    }

    /** Returns a copy with another body; Content-Length follows when it is sent. */
    public HttpRequest withBody(Body next) {
        return new HttpRequest(method, scheme, host, port, path, version, headers, trailers, next, started, ended);
    }

    /** This request once it has ended. */
    public HttpRequest ended(Body whole, @Nullable Headers trailing, long time) {
        return new HttpRequest(method, scheme, host, port, path, version, headers, trailing, whole, started, time);
    }
}
