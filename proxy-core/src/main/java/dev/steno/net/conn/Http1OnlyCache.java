package dev.steno.net.conn;

import dev.steno.flow.Endpoint;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers for a limited time which servers must be spoken to in HTTP/1.1, so that detecting it costs one round trip per server
 * and not one per connection: servers without TLS that did not send HTTP/2's SETTINGS first (RFC 9113, 3.4), or servers with TLS
 * that reset a stream with HTTP_1_1_REQUIRED (RFC 9113, 7). Shared by all clients; any thread.
 */
public final class Http1OnlyCache {
    /** Upper bound on remembered servers; a client that scans an address range must not exhaust memory. */
    private static final int MOST = 1000;

    /** How long a server that did not reply in HTTP/2 is remembered: it may be replaced by one that does. */
    public static final Duration ANSWERED = Duration.ofMinutes(1);

    /** How long a server that only closed the connection is remembered: it may be starting up. */
    public static final Duration CLOSED = Duration.ofSeconds(5);

    /** How long a server that required HTTP/1.1 is remembered; browsers remember it until they exit. */
    public static final Duration REQUIRED = Duration.ofMinutes(10);

    private final ConcurrentMap<Endpoint, Long> until = new ConcurrentHashMap<>();

    /** Whether HTTP/2 is worth trying. */
    public boolean mayBeHttp2(Endpoint server) {
        Long end = until.get(server);
        if (end == null) {
            return true;
        }
        boolean over = System.nanoTime() - end >= 0;
        if (over) {
            until.remove(server, end);
        }
        return over;
    }

    /** The server does not speak HTTP/2. */
    public void withoutHttp2(Endpoint server, Duration remembered) {
        if (until.size() >= MOST) {
            until.clear();
        }
        until.put(server, System.nanoTime() + remembered.toNanos());
    }

    /** The server sent HTTP/2's SETTINGS. */
    public void withHttp2(Endpoint server) {
        until.remove(server);
    }
}
