package dev.steno.builtin;

import dev.steno.addon.PassThrough.Key;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts how often clients refused the certificate for a server. Refusals that follow one another quickly count as one
 * attempt: an app opens several connections at once, and a person repeats a command. Any thread.
 */
final class RefusalCounter {
    /** Attempts that are further apart than this, or than ten times the required time, are unrelated. */
    private static final Duration UNRELATED = Duration.ofMinutes(10);

    private final int most;
    private final ConcurrentHashMap<Key, Attempts> attempts = new ConcurrentHashMap<>();

    /** @param last when the latest counted attempt was, by the nanosecond clock */
    private record Attempts(int count, long last) {}

    /** @param most upper bound on the pairs of client and server; all are forgotten when it is reached */
    RefusalCounter(int most) {
        this.most = most;
    }

    /**
     * Counts a refusal.
     *
     * @param now the nanosecond clock
     * @param spread the time over which three attempts must be spread
     * @return the number of attempts so far
     */
    int count(Key key, long now, Duration spread) {
        if (attempts.size() >= most) {
            attempts.clear();
        }
        long apart = spread.toNanos() / 2;
        long unrelated = Math.max(UNRELATED.toNanos(), 10 * apart);
        return attempts.merge(key, new Attempts(1, now), (before, first) -> {
                    long since = now - before.last;
                    if (since > unrelated) {
                        return first;
                    }
                    return since < apart ? before : new Attempts(before.count + 1, now);
                })
                .count;
    }

    void forget(Key key) {
        attempts.remove(key);
    }
}
