package dev.steno.net.channel;

import org.jspecify.annotations.Nullable;

/** Takes the lines of a trace. Any thread; never blocks. */
public interface TraceLog {
    /** Takes a line, or drops and counts it if too many are queued. */
    void add(long client, long upstream, long flow, Class<?> by, TraceStep step, String detail);

    /** Whether frames of HTTP/2 are shown. */
    boolean showsFrames();

    /** The trace of a client's connection; one that is off if nothing is traced. */
    static ConnectionTrace of(@Nullable TraceLog log, long connection) {
        return log == null ? ConnectionTrace.OFF : new ConnectionTrace(log, connection, 0);
    }
}
