package dev.steno.net.http;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Times;
import dev.steno.net.channel.Addresses;
import dev.steno.net.mode.ProxyMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Converts a parsed head to the domain's request: finds its server and refuses ambiguous targets (RFC 9112, 3.2). Any thread. */
public final class RequestTarget {
    private RequestTarget() {}

    /** A request that must be refused with 400; the message says why. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        public Refused(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * The server that all requests of a connection are for, if the client does not speak to the proxy itself.
     *
     * @param rewrite how a reverse listener rewrites them; null in a tunnel
     */
    public record Origin(
            String scheme, Endpoint target, @Nullable Rewrite rewrite) {
        public Origin(String scheme, Endpoint target) {
            this(scheme, target, null);
        }

        /** The server of a reverse listener. */
        public static Origin of(ProxyMode.Reverse reverse, boolean keepHost) {
            String scheme = reverse.scheme().isSecure() ? "https" : "http";
            return new Origin(scheme, reverse.target(), new Rewrite(reverse.prefix(), keepHost));
        }

        /** Whether a URL that was read names this server. */
        boolean isSame(@Nullable Origin named) {
            return named != null
                    && scheme.equals(named.scheme)
                    && target.port() == named.target.port()
                    && target.host().equalsIgnoreCase(named.target.host());
        }

        /** The authority as a Host field has it (RFC 9110, 7.2). */
        public String authority() {
            return target.authority(scheme);
        }
    }

    /**
     * How a reverse listener rewrites the requests addressed to it.
     *
     * @param prefix the text put before each path
     * @param keepHost whether the Host field stays as the client sent it; otherwise it names the server
     */
    record Rewrite(String prefix, boolean keepHost) {}

    /**
     * The request as sent.
     *
     * @param tunnel the server of the tunnel or the reverse listener; null for a request to the proxy itself, which must name its server
     */
    public static HttpRequest of(
            String method, String target, String version, Headers headers, @Nullable Origin tunnel, long started)
            throws Refused {
        List<String> hosts = headers.all("Host");
        if (hosts.size() > 1) {
            throw new Refused("the request has " + hosts.size() + " Host fields; it must have one");
        }
        if (hosts.isEmpty() && version.equals("HTTP/1.1")) {
            throw new Refused("the request has no Host field");
        }
        if (!hosts.isEmpty() && !hosts.get(0).isEmpty() && Addresses.parse(hosts.get(0), 80) == null) {
            throw new Refused("the Host field names no host");
        }
        requireVisible(target);
        requireChunkedAlone(headers);
        Rewrite rewrite = tunnel == null ? null : tunnel.rewrite();
        if (tunnel != null
                && rewrite
                        != null) { // whatever server an absolute URL names: a server must take it for itself (RFC 9112,
            // 3.2.2)
            String path = isAbsolute(target) ? pathOf(method, target) : target;
            requirePath(method, path);
            String prefixed = path.equals("*") ? path : rewrite.prefix() + path;
            Headers fields = rewrite.keepHost() ? headers : withHost(headers, tunnel.authority());
            return request(method, tunnel, prefixed, version, fields, started);
        }
        if (tunnel != null) {
            return inTunnel(method, target, version, headers, tunnel, started);
        }
        if (!isAbsolute(target)) {
            throw new Refused(
                    "this is a proxy: a request to it must name an absolute URL. To use it, set it as the HTTP "
                            + "proxy of the browser or program; http://steno.internal/ then explains more");
        }
        Origin origin = origin(target);
        return request(
                method, origin, pathOf(method, target), version, withHost(headers, authorityOf(target)), started);
    }

    /** Requires a path, or the asterisk of an OPTIONS, which means the whole server (RFC 9112, 3.2.4). */
    private static void requirePath(String method, String target) throws Refused {
        if (!target.startsWith("/") && !(target.equals("*") && method.equals("OPTIONS"))) {
            throw new Refused("the request target is neither a path nor a URL");
        }
    }

    /**
     * A request in a tunnel is for the tunnel's server, whatever target it has. A CONNECT, or an absolute URL of another server,
     * uses the tunnel's server as a proxy and is forwarded to it as sent (RFC 9110, 7.3 and 9.3.6).
     */
    private static HttpRequest inTunnel(
            String method, String target, String version, Headers headers, Origin tunnel, long started) throws Refused {
        if (method.equals("CONNECT")) {
            connectTarget(target);
        } else if (isAbsolute(target)) {
            Origin named = isOfWeb(target) ? origin(target) : null;
            if (tunnel.isSame(named)) {
                return request(
                        method,
                        tunnel,
                        pathOf(method, target),
                        version,
                        withHost(headers, authorityOf(target)),
                        started);
            }
        } else {
            requirePath(method, target);
        }
        return request(method, tunnel, target, version, headers, started);
    }

    /** Whether a request in a tunnel uses the tunnel's server as a proxy, for which it may have credentials. */
    public static boolean asksProxy(HttpRequest request) {
        return !request.path().startsWith("/") && !request.path().equals("*");
    }

    /** Control characters in a target are read differently by different servers (RFC 9112, 3.2 allows none). */
    private static void requireVisible(String target) throws Refused {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) == 0x7f) {
                throw new Refused("the request target holds a control character");
            }
        }
    }

    /** Only chunked is decoded and encoded again; any other transfer coding would be lost with the body, and is refused. */
    private static void requireChunkedAlone(Headers headers) throws Refused {
        for (String coding : headers.all("Transfer-Encoding")) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new Refused("the transfer coding is " + coding + "; only chunked is supported");
            }
        }
    }

    /** The server that a refused request to the proxy names, and the path there. */
    public record Named(Origin origin, String path) {}

    /**
     * Returns the server and path that a refused request names, as far as they can be parsed: those of its target,
     * otherwise the server in its Host field, which is the proxy itself.
     */
    public static Named named(String method, String target, Headers headers) {
        try {
            if (method.equals("CONNECT")) {
                return new Named(new Origin("http", connectTarget(target)), target);
            }
            if (isAbsolute(target)) {
                return new Named(origin(target), pathOf(method, target));
            }
        } catch (Refused e) {
            // the Host field may be sound
        }
        String host = headers.get("Host");
        Endpoint named = host == null ? null : Addresses.parse(host, 80);
        return new Named(new Origin("http", named == null ? new Endpoint("", 0) : named), target);
    }

    /** The authority that a CONNECT names. */
    public static Endpoint connectTarget(String target) throws Refused {
        Endpoint endpoint = Addresses.parse(target, 0);
        if (endpoint == null) {
            throw new Refused("CONNECT must name a host and a port, such as example.org:443");
        }
        return endpoint;
    }

    private static HttpRequest request(
            String method, Origin origin, String path, String version, Headers headers, long started) {
        Endpoint target = origin.target();
        return new HttpRequest(
                method,
                origin.scheme(),
                target.host(),
                target.port(),
                path,
                version,
                headers,
                null,
                Body.NONE,
                started,
                Times.UNSET);
    }

    private static boolean isAbsolute(String target) {
        int colon = target.indexOf("://");
        return colon > 0 && target.lastIndexOf('/', colon) < 0 && target.lastIndexOf('?', colon) < 0;
    }

    private static String schemeOf(String url) {
        return ofWebSocket(url.substring(0, url.indexOf("://")).toLowerCase(Locale.ROOT));
    }

    private static boolean isOfWeb(String url) {
        String scheme = schemeOf(url);
        return scheme.equals("http") || scheme.equals("https");
    }

    private static Origin origin(String url) throws Refused {
        String scheme = schemeOf(url);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Refused("the URL's scheme is " + ParseRemarks.quoted(scheme)
                    + "; only http, https, ws and wss are supported");
        }
        Endpoint target = Addresses.parse(authorityOf(url), Endpoint.usualPort(scheme));
        if (target == null) {
            throw new Refused("the URL's host or port is malformed");
        }
        return new Origin(scheme, target);
    }

    /** The scheme that the handshake of a WebSocket has on the wire (RFC 6455, 4.1); any other scheme is unchanged. */
    static String ofWebSocket(String scheme) {
        return scheme.equals("ws") ? "http" : scheme.equals("wss") ? "https" : scheme;
    }

    private static String authorityOf(String url) {
        int start = url.indexOf("://") + 3;
        return url.substring(start, endOfAuthority(url, start));
    }

    /** The path and query; {@code *} for an OPTIONS of a whole server, whose URL has neither (RFC 9112, 3.2.4). */
    private static String pathOf(String method, String url) {
        int start = url.indexOf("://") + 3;
        String path = url.substring(endOfAuthority(url, start));
        if (path.isEmpty() && method.equals("OPTIONS")) {
            return "*";
        }
        return path.isEmpty() ? "/" : path.charAt(0) == '/' ? path : "/" + path;
    }

    private static int endOfAuthority(String url, int start) {
        int end = start;
        while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?' && url.charAt(end) != '#') {
            end++;
        }
        return end;
    }

    /** A proxy must send the URL's authority as Host, whatever else the client sent (RFC 9112, 3.2.2). */
    private static Headers withHost(Headers headers, String authority) {
        String sent = headers.get("Host");
        if (sent == null || authority.equalsIgnoreCase(sent)) {
            return headers;
        }
        Headers.Builder next = Headers.builder(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            boolean host = headers.name(i).equalsIgnoreCase("Host");
            next.add(headers.name(i), host ? authority : headers.value(i));
        }
        return next.build();
    }
}
