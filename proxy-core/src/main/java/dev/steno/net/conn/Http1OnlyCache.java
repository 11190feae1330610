package dev.steno.net.conn;

import dev.steno.flow.Endpoint;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers for a while which servers are not to be spoken to in HTTP/2, so that finding out costs one round trip and not one a
 * connection: those in the clear that did not greet as servers of HTTP/2 do (RFC 9113, 3.4), or those of TLS that ended a
 * stream since they want HTTP/1.1 (RFC 9113, 7). For all clients; any thread.
 */
public final class Http1OnlyCache {
    /** Upper bound on remembered servers; a client that scans an address range must not exhaust memory. */
    private static final int MOST = 1000;

    /** How long a server that did not answer in HTTP/2 is remembered: another may be started in its place. */
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

    /** The server did not greet as one of HTTP/2. */
    public void withoutHttp2(Endpoint server, Duration remembered) {
        if (until.size() >= MOST) {
            until.clear();
        }
        until.put(server, System.nanoTime() + remembered.toNanos());
    }

    /** The server greeted as one of HTTP/2. */
    public void withHttp2(Endpoint server) {
        until.remove(server);
    }
}
