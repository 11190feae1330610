package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.BoundedSet;
import dev.steno.net.conn.Http1OnlyCache;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.http2.Http2Codec;
import dev.steno.net.http2.Http2Greeting;
import java.util.HashMap;
import java.util.Map;

/**
 * What one client connection has learned about its servers: their HTTP version, how many streams they allow, whether they
 * carry WebSockets over HTTP/2. Bounded: a fact that is evicted is learned again. Confined to the client's event loop.
 */
final class UpstreamFacts {
    private final ProxyContext proxy;

    /** Servers that chose another protocol in the TLS handshake. */
    private final BoundedSet<Endpoint> withoutHttp2 = new BoundedSet<>();

    /** Servers whose HTTP/2 SETTINGS do not announce WebSockets (RFC 8441, 3), which therefore use HTTP/1.1. */
    private final BoundedSet<UpstreamRoute> withoutWebSockets = new BoundedSet<>();

    /** The announced maximum of concurrent streams, for servers that allow fewer than the default. */
    private final Map<UpstreamRoute, Integer> takenStreams = new HashMap<>();

    private boolean http2;
    private boolean http2InPlain;

    UpstreamFacts(ProxyContext proxy) {
        this.proxy = proxy;
    }

    /** @param inPlain whether the client uses HTTP/2 with prior knowledge to servers without TLS (RFC 9113, 3.3) */
    void offerHttp2(boolean inPlain) {
        http2 = true;
        http2InPlain |= inPlain;
    }

    /** Whether responses are refused that are malformed but that curl and browsers accept. */
    boolean areReadStrictly() {
        return proxy.settings().http().strictServers();
    }

    boolean mayBeHttp2(UpstreamRoute route) {
        return http2
                && (route.tls()
                        ? !withoutHttp2.contains(route.target())
                                && proxy.tlsVersions().mayBeHttp2(route.target())
                        : http2InPlain && proxy.plainVersions().mayBeHttp2(route.target()));
    }

    /** The server chose another protocol in the TLS handshake. */
    void choseHttp1(Endpoint target) {
        withoutHttp2.add(target);
    }

    /** The server required HTTP/1.1 (HTTP_1_1_REQUIRED: RFC 9113, 7): from now on, all clients use it. */
    void requireHttp1(UpstreamRoute route) {
        Http1OnlyCache known = route.tls() ? proxy.tlsVersions() : proxy.plainVersions();
        known.withoutHttp2(route.target(), Http1OnlyCache.REQUIRED);
    }

    /** The greeting of a server without TLS, with which no protocol was negotiated. */
    void greeted(Endpoint target, Http2Greeting greeting) {
        Http1OnlyCache versions = proxy.plainVersions();
        switch (greeting) {
            case SETTINGS -> versions.withHttp2(target);
            case OTHER -> versions.withoutHttp2(target, Http1OnlyCache.ANSWERED);
            case CLOSED -> versions.withoutHttp2(target, Http1OnlyCache.CLOSED);
        }
    }

    void carriesNoWebSockets(UpstreamRoute route) {
        withoutWebSockets.add(route);
    }

    /** Whether its SETTINGS did not announce WebSockets (RFC 8441, 3). */
    boolean isWithoutWebSockets(UpstreamRoute route) {
        return withoutWebSockets.contains(route);
    }

    /** The server announced how many concurrent streams it allows. */
    void takesStreams(UpstreamRoute route, int most) {
        if (most > 0 && most < Http2Codec.MOST_STREAMS) {
            if (takenStreams.size() >= BoundedSet.MOST) {
                takenStreams.clear();
            }
            takenStreams.put(route, most);
        } else {
            takenStreams.remove(route);
        }
    }

    /** How many concurrent streams to assume on a new connection until its server announces the number. */
    int streams(UpstreamRoute route) {
        return takenStreams.getOrDefault(route, Http2Codec.MOST_STREAMS);
    }
}
