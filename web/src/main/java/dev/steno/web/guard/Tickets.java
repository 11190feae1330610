package dev.steno.web.guard;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Names that are good in place of the token, each for one thing and a short time: for what a page cannot send a header
 * with, such as a frame, a video or a download. Any thread.
 *
 * @param <T> what a ticket is good for
 */
public final class Tickets<T> {
    /** How long a ticket is good, in nanoseconds. */
    public static final long LIFETIME = TimeUnit.SECONDS.toNanos(60);

    /** Upper bound on tickets; above it, the oldest ends. */
    public static final int MOST = 1_000;

    private static final int BYTES = 16;

    private final LongSupplier nanos;
    private final Map<String, Ticket<T>> tickets = new LinkedHashMap<>();

    private record Ticket<T>(T good, long ends) {}

    /** @param nanos the clock, in nanoseconds */
    public Tickets(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns the name of a new ticket: 128 random bits. */
    public synchronized String create(T good) {
        long now = nanos.getAsLong();
        tickets.values().removeIf(each -> each.ends() - now <= 0);
        Iterator<String> oldest = tickets.keySet().iterator();
        while (tickets.size() >= MOST && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        String name = WebToken.random(BYTES);
        tickets.put(name, new Ticket<>(good, now + LIFETIME));
        return name;
    }

    /** Returns what a ticket is good for; empty if there is none of this name, or it has ended. */
    public synchronized Optional<T> find(String name) {
        Ticket<T> ticket = tickets.get(name);
        if (ticket == null || ticket.ends() - nanos.getAsLong() <= 0) {
            tickets.remove(name);
            return Optional.empty();
        }
        return Optional.of(ticket.good());
    }

    /** A ticket that has not ended is good for its time from now on. */
    public synchronized void renew(String name) {
        tickets.computeIfPresent(name, (same, ticket) -> new Ticket<>(ticket.good(), nanos.getAsLong() + LIFETIME));
    }
}
