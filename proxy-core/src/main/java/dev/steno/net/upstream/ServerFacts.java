package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.BoundedSet;
import dev.steno.net.conn.KnownVersions;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.http2.Http2Codec;
import dev.steno.net.http2.Http2ServerSide;
import java.util.HashMap;
import java.util.Map;

/**
 * What one client's connection learned of its servers: which version of HTTP they speak, how many streams they take, whether
 * their HTTP/2 carries WebSockets. Bounded: what is forgotten is found out
 * anew. On the client's event loop.
 */
final class ServerFacts {
    private final ProxyContext proxy;

    /** Those that chose another protocol in the TLS handshake. */
    private final BoundedSet<Endpoint> withoutHttp2 = new BoundedSet<>();

    /** Where WebSockets take a connection of HTTP/1.1, since the server did not announce that its HTTP/2 carries them. */
    private final BoundedSet<Route> withoutWebSockets = new BoundedSet<>();

    /** How many streams servers take that take less than what is assumed of those that have not said so. */
    private final Map<Route, Integer> takenStreams = new HashMap<>();

    private boolean http2;
    private boolean http2InPlain;

    ServerFacts(ProxyContext proxy) {
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

    boolean mayBeHttp2(Route route) {
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
    void requireHttp1(Route route) {
        KnownVersions known = route.tls() ? proxy.tlsVersions() : proxy.plainVersions();
        known.withoutHttp2(route.target(), KnownVersions.REQUIRED);
    }

    /** How a server in the clear began to speak, with which nothing was agreed upon. */
    void greeted(Endpoint target, Http2ServerSide.Greeting greeting) {
        KnownVersions versions = proxy.plainVersions();
        switch (greeting) {
            case SETTINGS -> versions.withHttp2(target);
            case OTHER -> versions.withoutHttp2(target, KnownVersions.ANSWERED);
            case CLOSED -> versions.withoutHttp2(target, KnownVersions.CLOSED);
        }
    }

    void carriesNoWebSockets(Route route) {
        withoutWebSockets.add(route);
    }

    /** Whether its SETTINGS did not announce WebSockets (RFC 8441, 3). */
    boolean isWithoutWebSockets(Route route) {
        return withoutWebSockets.contains(route);
    }

    /** The server said how many streams it takes. */
    void takesStreams(Route route, int most) {
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
    int streams(Route route) {
        return takenStreams.getOrDefault(route, Http2Codec.MOST_STREAMS);
    }
}
