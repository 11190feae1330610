package dev.steno.cli.assembly;

import dev.steno.session.KeepLimits;
import dev.steno.session.Retention;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps a session within limits that can change while it is recorded. Any thread that may block. */
final class AdjustableRetention implements AutoCloseable {
    private final Function<KeepLimits, Retention> begin;
    private @Nullable Retention current;
    private boolean closed;

    /** @param begin starts to keep the session within limits */
    AdjustableRetention(Function<KeepLimits, Retention> begin) {
        this.begin = begin;
    }

    /** Replaces the limits. */
    synchronized void limit(KeepLimits limits) {
        if (!closed) {
            end();
            current = limits.isNone() ? null : begin.apply(limits);
        }
    }

    private void end() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        end();
    }
}
