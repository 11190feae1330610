package dev.steno.web.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Codes that the printed URL carries, each good once and for ten minutes: a page changes its code for the token. So
 * the token itself is never in the history of a browser. Any thread.
 */
public final class LoginCodes {
    private static final long LIFETIME = TimeUnit.MINUTES.toNanos(10);

    /** Upper bound on codes that are good at the same time. If it is reached, the oldest ends. */
    static final int MOST = 100;

    private final Map<String, Long> ends = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** @param nanos the clock, in nanoseconds */
    public LoginCodes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns a new code. */
    public String create() {
        long now = nanos.getAsLong();
        ends.values().removeIf(end -> end - now <= 0);
        while (ends.size() >= MOST) {
            ends.entrySet().stream()
                    .min((one, other) -> Long.signum(one.getValue() - other.getValue()))
                    .ifPresent(oldest -> ends.remove(oldest.getKey()));
        }
        String code = WebToken.random();
        ends.put(code, now + LIFETIME);
        return code;
    }

    /** Returns whether a code is good, without an end to it. */
    boolean isGood(String code) {
        return ends.containsKey(code);
    }

    /** Returns whether a code is good, and ends it. */
    public boolean spend(String code) {
        Long end = ends.remove(code);
        return end != null && end - nanos.getAsLong() > 0;
    }
}
