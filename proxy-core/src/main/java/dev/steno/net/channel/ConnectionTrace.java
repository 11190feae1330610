package dev.steno.net.channel;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Traces the steps of one connection ({@code --trace}). A handler gets it from the client's connection or from its channel. While
 * no trace is written, all connections share {@link #OFF}, no channel has the attribute, and nothing is allocated: a caller
 * checks {@link #isOn} before it builds a detail. A detail never holds a header's value, a query, user information or a
 * credential. Immutable; any thread.
 */
public final class ConnectionTrace {
    /** Traces nothing. */
    public static final ConnectionTrace OFF = new ConnectionTrace(null, 0, 0);

    private static final AttributeKey<ConnectionTrace> KEY = AttributeKey.valueOf(ConnectionTrace.class, "TRACE");

    private final @Nullable TraceLog log;
    private final long client;
    private final long upstream;

    ConnectionTrace(@Nullable TraceLog log, long client, long upstream) {
        this.log = log;
        this.client = client;
        this.upstream = upstream;
    }

    /** The trace of a channel, or of the connection that a stream's channel belongs to. */
    public static ConnectionTrace of(Channel channel) {
        for (Channel at = channel; at != null; at = at.parent()) {
            if (at.hasAttr(KEY)) {
                return at.attr(KEY).get();
            }
        }
        return OFF;
    }

    /** Attaches this trace to the channel; a no-op while it is off. */
    public void follow(Channel channel) {
        if (log != null) {
            channel.attr(KEY).set(this);
        }
    }

    /** The trace of the upstream connection with the number {@code connection}, which belongs to this client's connection. */
    public ConnectionTrace towards(long connection) {
        return log == null ? this : new ConnectionTrace(log, client, connection);
    }

    public boolean isOn() {
        return log != null;
    }

    /** Whether HTTP/2 and HTTP/3 frames are traced. */
    public boolean showsFrames() {
        return log != null && log.showsFrames();
    }

    /** @param by the handler that takes the step, or its class */
    public void step(TraceStep step, Object by, String detail) {
        step(step, by, 0, detail);
    }

    /** @param flow the flow's number; 0 if there is none */
    public void step(TraceStep step, Object by, long flow, String detail) {
        if (log != null) {
            log.addLine(client, upstream, flow, by instanceof Class<?> type ? type : by.getClass(), step, detail);
        }
    }
}
