package dev.steno.addon.bus;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The byte budget for all that was read and is not yet durable. When it is used up, sockets stop being read until the
 * store has caught up: nothing is dropped and no thread blocks. Any thread.
 */
public final class RecordBudget {
    private static final Logger LOG = LoggerFactory.getLogger(RecordBudget.class);

    private final long high;
    private final long low;
    private final AtomicLong held = new AtomicLong();
    private final Set<Runnable> waiting = new LinkedHashSet<>(); // guards itself and changes of shut
    private volatile boolean shut;
    private volatile boolean late;
    private volatile boolean waived;

    /** @param budget bytes that may be held before reading stops, above 0; it goes on at half of them */
    public RecordBudget(long budget) {
        if (budget <= 0) {
            throw new IllegalArgumentException("a budget of " + budget + " bytes: it must be above 0");
        }
        this.high = budget;
        this.low = budget / 2;
    }

    /** The bytes that may be held before reading stops. */
    public long budget() {
        return high;
    }

    /** Counts bytes that are held from now on. */
    public void hold(long bytes) {
        if (held.addAndGet(bytes) >= high && !shut) {
            synchronized (waiting) {
                shut = true;
            }
            // whoever released before it could see that this is shut left the opening to this thread
            openIfFree();
        }
    }

    /** Counts bytes that became durable or were let go; lets those that wait go on when enough is free. */
    public void release(long bytes) {
        if (held.addAndGet(-bytes) <= low && shut) {
            openIfFree();
        }
    }

    private void openIfFree() {
        List<Runnable> resumed;
        synchronized (waiting) {
            if (!shut || late || held.get() > low) {
                return;
            }
            shut = false;
            if (held.get()
                    >= high) { // whoever held before it could see that this is open left the shutting to this thread
                shut = true;
                return;
            }
            resumed = taken();
        }
        run(resumed);
    }

    private List<Runnable> taken() {
        List<Runnable> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    private static void run(List<Runnable> resumed) {
        for (Runnable action : resumed) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("an action that waited for the store failed; the others go on", e);
            }
        }
    }

    /** Whether reading may go on. */
    public boolean isOpen() {
        return !shut && !late || waived;
    }

    /**
     * Stops reading while what was recorded has waited too long to be written, however few bytes it comes to; or ends that. What
     * waits would be lost with the process.
     */
    public void late(boolean now) {
        synchronized (waiting) {
            late = now;
        }
        if (!now) {
            release(0); // the bytes may have become few meanwhile
            if (isOpen()) {
                recheck();
            }
        }
    }

    /**
     * Lets reading go on whatever is held, or ends that. For a time in which nothing new is kept, so that what is held
     * cannot grow.
     */
    public void waive(boolean now) {
        waived = now;
        if (now) {
            recheck();
        }
    }

    /** Runs what waits although nothing was freed: something else changed that it may want to look at. */
    public void recheck() {
        List<Runnable> resumed;
        synchronized (waiting) {
            resumed = taken();
        }
        run(resumed);
    }

    /**
     * Runs the action once reading may go on: now if it may, else on the thread that releases. It must not block, and asks
     * again whether reading may go on: it may be run before that ({@link #recheck}).
     */
    public void whenOpen(Runnable action) {
        synchronized (waiting) {
            if ((shut || late) && !waived) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    /** Gives up what {@link #whenOpen} was given, if it has not run. */
    public void forget(Runnable action) {
        synchronized (waiting) {
            waiting.remove(action);
        }
    }

    /** Bytes held now. */
    public long held() {
        return held.get();
    }
}
