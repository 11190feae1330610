package dev.steno.addon.bus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the failures of addons, by their names. Any thread; never blocks. */
final class HandlerFailures {
    private final Map<String, LongAdder> byAddon = new ConcurrentHashMap<>();

    void add(String addon) {
        byAddon.computeIfAbsent(addon, name -> new LongAdder()).increment();
    }

    long of(String addon) {
        LongAdder count = byAddon.get(addon);
        return count == null ? 0 : count.sum();
    }

    long all() {
        return byAddon.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
