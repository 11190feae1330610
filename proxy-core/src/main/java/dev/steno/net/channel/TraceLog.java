package dev.steno.net.channel;

import org.jspecify.annotations.Nullable;

/** Receives the lines of a trace. Any thread; never blocks. */
public interface TraceLog {
    /** Queues a line, or drops and counts it if the queue is full. */
    void addLine(long client, long upstream, long flow, Class<?> by, TraceStep step, String detail);

    /** Whether HTTP/2 and HTTP/3 frames are traced. */
    boolean showsFrames();

    /** The trace of a client's connection; {@link ConnectionTrace#OFF} if no trace is written. */
    static ConnectionTrace of(@Nullable TraceLog log, long connection) {
        return log == null ? ConnectionTrace.OFF : new ConnectionTrace(log, connection, 0);
    }
}
