package dev.steno.log;

import dev.steno.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Keeps the newest lines of the log, and passes each line on to its followers. Any thread, event loops included: adding
 * a line takes no lock.
 *
 * <p>A line must hold no secret, since pages and files show it.
 */
public final class EventLog {
    /** Upper bound on the lines that are kept; an older one is forgotten. */
    public static final int KEPT = 2_000;

    /** Upper bound on the characters of a line; the rest is cut and replaced by an ellipsis. */
    static final int LONGEST = 2_000;

    private final AtomicReferenceArray<LogLine> kept = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final List<Consumer<LogLine>> followers = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<String> redaction = UnaryOperator.identity();

    /** Redacts each further line. */
    public void redactBy(UnaryOperator<String> next) {
        redaction = next;
    }

    /** Adds a line. Control characters are escaped, since parts of a line may come from a peer. */
    public void add(LogLevel level, String subject, String text) {
        String safe = redaction.apply(text);
        String shown = Printable.line(safe.length() > LONGEST ? safe.substring(0, LONGEST - 1) + "…" : safe);
        LogLine line = new LogLine(last.incrementAndGet(), Instant.now(), level, subject, shown);
        kept.set(place(line.number()), line);
        if (level == LogLevel.ERROR) {
            errors.incrementAndGet();
        }
        followers.forEach(follower -> follower.accept(line));
    }

    private static int place(long number) {
        return (int) (number % KEPT);
    }

    /** Passes each further line on, on the thread that adds it; the follower must not block. */
    public void follow(Consumer<LogLine> follower) {
        followers.add(follower);
    }

    /** Returns the lines with higher numbers that are still kept, in order. */
    public List<LogLine> after(long number) {
        long newest = last.get();
        List<LogLine> lines = new ArrayList<>();
        if (number >= newest) {
            return lines;
        }
        for (long each = Math.max(Math.max(number, 0), newest - KEPT) + 1; each <= newest; each++) {
            LogLine line = kept.get(place(each));
            if (line == null || line.number() < each) {
                break; // another thread is about to store it; a later call returns it and those after it
            }
            if (line.number() == each) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Returns the number of the newest line; 0 before the first. */
    public long newest() {
        return last.get();
    }

    /** Returns the number of errors since the start, also of those that are no longer kept. */
    public long errors() {
        return errors.get();
    }
}
