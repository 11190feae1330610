package dev.steno.net.http;

import dev.steno.flow.Endpoint;

/**
 * A connection to a server in an {@link UpstreamProvider}. It carries one exchange at a time in HTTP/1, or several. On its event
 * loop.
 */
public interface UpstreamConnection {
    /** How long a connection must have been idle to count as possibly stale, in nanoseconds. */
    long STOOD_NANOS = 1_000_000_000;

    /** Whether the connection is open and leads to {@code target}. */
    boolean leadsTo(Endpoint target, boolean tls);

    /** Whether WebSockets can be opened through it. */
    boolean carriesWebSockets();

    /** Whether {@link #carriesWebSockets} is known: the server's SETTINGS have arrived, or are not awaited. */
    default boolean isGreeted() {
        return true;
    }

    /** Opens a stream for one more exchange. Call only while {@link #hasRoom}. */
    UpstreamStream openStream();

    /** Whether it could carry one more exchange now. It calls {@link UpstreamProvider#giveBack} when this becomes true. */
    boolean hasRoom();

    /** Whether it carries no exchange. */
    boolean isIdle();

    void close();
}
