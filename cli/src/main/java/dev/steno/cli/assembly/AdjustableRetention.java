package dev.steno.cli.assembly;

import dev.steno.session.KeepLimits;
import dev.steno.session.Retention;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps a session within limits that can change while it is recorded. Any thread that may block. */
final class AdjustableRetention implements AutoCloseable {
    private final Function<KeepLimits, Retention> begin;
    private volatile @Nullable Retention current;
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

    /** Whether flows are kept beyond the limits until a shared store has them; not if there are no limits. Never blocks. */
    static boolean isWaitingForStore(@Nullable AdjustableRetention limited) {
        Retention now = limited == null ? null : limited.current;
        return now != null && now.isWaitingForStore();
    }

    private void end() {
        Retention ended = current;
        if (ended != null) {
            ended.close();
            current = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        end();
    }
}
