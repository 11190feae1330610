package dev.steno.pace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A rate that several flows share: gives each piece, in the order in which they ask, the time at which it may be sent. Any
 * thread.
 */
public final class TokenBucket {
    /** Time that was not used and may be made up for: what a late timer costs, and not the idle time of a flow. */
    private static final long CATCH_UP = TimeUnit.MILLISECONDS.toNanos(100);

    private final Rate rate;
    private final AtomicLong free;

    /** @param now of {@link System#nanoTime} */
    public TokenBucket(Rate rate, long now) {
        this.rate = rate;
        this.free = new AtomicLong(now);
    }

    Rate rate() {
        return rate;
    }

    /**
     * Takes the place of a piece.
     *
     * @return when it may be sent, a time of {@link System#nanoTime}; {@code now} plus {@link Pace#NEVER} if never
     */
    long reserve(int bytes, long now) {
        long cost = rate.nanos(bytes);
        if (cost == Long.MAX_VALUE) {
            return now + Pace.NEVER;
        }
        while (true) {
            long before = free.get();
            long start = before - (now - CATCH_UP) > 0 ? before : now - CATCH_UP;
            if (free.compareAndSet(before, start + cost)) {
                return start;
            }
        }
    }

    /** How much time was not used and may be made up for, in nanoseconds. */
    long behind(long now) {
        return Math.max(0, Math.min(CATCH_UP, now - free.get()));
    }

    /** Whether no piece has asked for a while, so that the bucket is as a new one. */
    boolean isIdle(long now) {
        return now - free.get() > CATCH_UP;
    }
}
