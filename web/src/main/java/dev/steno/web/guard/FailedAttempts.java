package dev.steno.web.guard;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts wrong tokens and codes per client address: after ten within a minute, further wrong ones wait. Any thread. */
final class FailedAttempts {
    static final int MOST = 10;
    private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);

    /** Upper bound on addresses; above it, all counts start again. */
    static final int ADDRESSES = 1_000;

    private final Map<InetAddress, ArrayDeque<Long>> failures = new HashMap<>();
    private final LongSupplier nanos;

    /** @param nanos the clock, in nanoseconds */
    FailedAttempts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns the seconds until the address may try again; 0 if it may now. */
    synchronized long wait(InetAddress client) {
        ArrayDeque<Long> recent = recent(client);
        return recent.size() < MOST
                ? 0
                : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(recent.getFirst() + PERIOD - nanos.getAsLong()));
    }

    synchronized void failed(InetAddress client) {
        if (failures.size() >= ADDRESSES) {
            failures.clear();
        }
        failures.computeIfAbsent(client, absent -> new ArrayDeque<>()).add(nanos.getAsLong());
    }

    private ArrayDeque<Long> recent(InetAddress client) {
        ArrayDeque<Long> all = failures.getOrDefault(client, new ArrayDeque<>());
        while (!all.isEmpty() && nanos.getAsLong() - all.getFirst() >= PERIOD) {
            all.removeFirst();
        }
        if (all.isEmpty()) {
            failures.remove(client);
        }
        return all;
    }
}
