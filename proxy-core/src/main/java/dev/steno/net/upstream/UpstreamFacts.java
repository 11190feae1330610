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
 * What one client connection has learned about its servers: their HTTP version, how many streams they allow, whether their
 * HTTP/2 carries WebSockets. Bounded: a forgotten fact is learned again. Confined to the client's event loop.
 */
final class UpstreamFacts {
    private final ProxyContext proxy;

    /** Those that chose another protocol in the TLS handshake. */
    private final BoundedSet<Endpoint> withoutHttp2 = new BoundedSet<>();

    /** Where WebSockets take a connection of HTTP/1.1, since the server did not announce that its HTTP/2 carries them. */
    private final BoundedSet<UpstreamRoute> withoutWebSockets = new BoundedSet<>();

    /** How many streams servers take that take less than what is assumed of those that have not said so. */
    private final Map<UpstreamRoute, Integer> takenStreams = new HashMap<>();

    private boolean http2;
    private boolean http2InPlain;

    UpstreamFacts(ProxyContext proxy) {
        this.proxy = proxy;
    }

    /** @param inPlain whether the client takes servers in the clear for those of HTTP/2 (RFC 9113, 3.3) */
    void offerHttp2(boolean inPlain) {
        http2 = true;
        http2InPlain |= inPlain;
    }

    /** Whether what is odd in their responses is refused. */
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

    /** The server wants to be asked in HTTP/1.1 from here on (RFC 9113, 7), by all clients. */
    void requireHttp1(UpstreamRoute route) {
        Http1OnlyCache known = route.tls() ? proxy.tlsVersions() : proxy.plainVersions();
        known.withoutHttp2(route.target(), Http1OnlyCache.REQUIRED);
    }

    /** How a server in the clear began to speak, with which nothing was agreed upon. */
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

    /** The server said how many streams it takes. */
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

    /** How many streams to take a further connection for before the server says so. */
    int streams(UpstreamRoute route) {
        return takenStreams.getOrDefault(route, Http2Codec.MOST_STREAMS);
    }
}
