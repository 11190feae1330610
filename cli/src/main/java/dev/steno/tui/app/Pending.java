package dev.steno.tui.app;

import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What is done after eight seconds unless it is undone, as in the web interface: nothing that destroys is done at once. For the
 * interface's thread.
 */
final class Pending {
    private static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final LongSupplier clock;

    /** The oldest first. */
    private final List<Deed> deeds = new ArrayList<>();

    private long told;

    /** @param clock returns the time in nanoseconds, as {@link System#nanoTime} does */
    Pending(LongSupplier clock) {
        this.clock = clock;
    }

    private record Deed(String doing, String subject, Runnable action, long due) {}

    /** Adds a deed, unless it is pending already for the same subject. */
    void add(String doing, String subject, Runnable action) {
        if (deeds.stream().anyMatch(deed -> deed.subject().equals(subject))) {
            return;
        }
        deeds.add(new Deed(doing, subject, action, clock.getAsLong() + DELAY_NANOS));
    }

    /** Does what is due; returns whether {@link #line} has changed. */
    boolean run() {
        boolean any = !deeds.isEmpty() && left() != told;
        while (!deeds.isEmpty() && deeds.get(0).due() - clock.getAsLong() <= 0) {
            deeds.remove(0).action().run();
            any = true;
        }
        told = deeds.isEmpty() ? 0 : left();
        return any;
    }

    /** Does everything now; returns whether there was anything. */
    boolean runAll() {
        List<Deed> all = List.copyOf(deeds);
        deeds.clear();
        all.forEach(deed -> deed.action().run());
        return !all.isEmpty();
    }

    /** Undoes the newest; returns what it would have done, or an empty text if there is nothing to undo. */
    String undo() {
        return deeds.isEmpty() ? "" : deeds.remove(deeds.size() - 1).doing();
    }

    /** Returns what is said of it at the bottom of the screen; empty if there is nothing. */
    Line line() {
        if (deeds.isEmpty()) {
            return Line.EMPTY;
        }
        String more = deeds.size() == 1 ? "" : " and " + (deeds.size() - 1) + " more";
        return Line.of(Style.WARNING, last().doing() + " in " + left() + " s" + more + "; u undoes it");
    }

    private Deed last() {
        return deeds.get(deeds.size() - 1);
    }

    /** Returns the seconds until the newest is done. */
    private long left() {
        return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(last().due() - clock.getAsLong() + 999_999_999));
    }
}
