package dev.steno.net.http;

import dev.steno.flow.Endpoint;

/** A connection to a server as an {@link UpstreamProvider} keeps it: carries one exchange at a time, or several. On its event loop. */
public interface UpstreamConnection {
    /** How long a connection must have been idle to count as possibly stale, in nanoseconds. */
    long STOOD_NANOS = 1_000_000_000;

    /** Whether the connection is open and leads there. */
    boolean leadsTo(Endpoint target, boolean tls);

    /** Whether WebSockets can be opened through it. */
    boolean carriesWebSockets();

    /** Whether it is known whether it {@link #carriesWebSockets}. */
    default boolean isGreeted() {
        return true;
    }

    /** The stream for one more exchange. Call only while there is room. */
    UpstreamStream open();

    /** Whether it could carry one more exchange now. {@link UpstreamProvider#giveBack} tells the pool when that becomes so. */
    boolean hasRoom();

    /** Whether it carries no exchange. */
    boolean isIdle();

    void close();
}
