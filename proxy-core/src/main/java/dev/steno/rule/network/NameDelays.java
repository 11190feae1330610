package dev.steno.rule.network;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What the names of servers cost a client in a network where DNS is slow: it asks for each name once, and again after a
 * minute. An address has no cost. Any thread.
 */
final class NameDelays {
    /** Names from which those that are forgotten are removed. */
    static final int MOST = 1024;

    private static final long KNOWN = TimeUnit.MINUTES.toNanos(1);

    private final long delay;
    private final Map<String, Long> asked = new ConcurrentHashMap<>();

    /** @param delay of each question, in nanoseconds */
    NameDelays(long delay) {
        this.delay = delay;
    }

    /**
     * What a client waits before it reaches a server, in nanoseconds.
     *
     * @param now of {@link System#nanoTime}
     */
    long before(String client, String host, long now) {
        if (delay == 0 || host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
            return 0;
        }
        if (asked.size() >= MOST) {
            asked.values().removeIf(at -> now - at >= KNOWN);
        }
        if (asked.size() >= MOST) {
            asked.clear();
        }
        String key = client + ' ' + host;
        Long known = asked.get(key);
        if (known != null && now - known < KNOWN) {
            return Math.max(0, delay - (now - known)); // the answer to the first question has yet to come
        }
        asked.put(key, now);
        return delay;
    }

    int size() {
        return asked.size();
    }
}
