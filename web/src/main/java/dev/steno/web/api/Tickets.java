package dev.steno.web.api;

import dev.steno.web.guard.WebToken;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Addresses that are good without the token, each for one body and a short time: for what a page cannot send a header
 * with, such as a frame or a video. Any thread.
 */
final class Tickets {
    /** How long a ticket is good; one for media, since its last use. */
    static final long LIFETIME = TimeUnit.SECONDS.toNanos(60);

    /** Upper bound on tickets; above it, the oldest ends. */
    static final int MOST = 1_000;

    private static final int BYTES = 16;

    private final LongSupplier nanos;
    private final Map<String, Ticket> tickets = new LinkedHashMap<>();

    /** @param nanos the clock, in nanoseconds */
    Tickets(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** For what a body is asked. */
    enum Use {
        /** HTML in a frame in which nothing runs and which fetches nothing. */
        PREVIEW,
        /** Audio or video, in ranges. */
        MEDIA,
        /** A file. */
        DOWNLOAD
    }

    /**
     * A body that a ticket is good for. Immutable.
     *
     * @param part {@code request} or {@code response}
     * @param revision of the flow, as the parameter {@code revision}; empty for the newest one
     * @param decoded whether content codings are removed
     * @param ends when it ends, by the clock
     */
    record Ticket(long flow, String part, String revision, boolean decoded, Use use, long ends) {}

    /** Returns the name of a new ticket: 128 random bits. */
    synchronized String create(long flow, String part, String revision, boolean decoded, Use use) {
        long now = nanos.getAsLong();
        tickets.values().removeIf(each -> each.ends() - now <= 0);
        Iterator<String> oldest = tickets.keySet().iterator();
        while (tickets.size() >= MOST && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        String name = WebToken.random(BYTES);
        tickets.put(name, new Ticket(flow, part, revision, decoded, use, now + LIFETIME));
        return name;
    }

    /** Returns a ticket; empty if there is none of this name, or it has ended. */
    synchronized Optional<Ticket> find(String name) {
        Ticket ticket = tickets.get(name);
        long now = nanos.getAsLong();
        if (ticket == null || ticket.ends() - now <= 0) {
            tickets.remove(name);
            return Optional.empty();
        }
        if (ticket.use() == Use.MEDIA) {
            tickets.put(
                    name,
                    new Ticket(
                            ticket.flow(),
                            ticket.part(),
                            ticket.revision(),
                            ticket.decoded(),
                            ticket.use(),
                            now + LIFETIME));
        }
        return Optional.of(ticket);
    }
}
