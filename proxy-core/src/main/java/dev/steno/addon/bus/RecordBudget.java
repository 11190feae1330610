package dev.steno.addon.bus;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The byte budget for data that was read and is not yet durable. If it is exhausted, reading of all sockets is paused
 * until the store has caught up: back-pressure reaches the peers, nothing is dropped and no thread blocks. Any thread.
 */
public final class RecordBudget {
    private static final Logger LOG = LoggerFactory.getLogger(RecordBudget.class);

    private final long high;
    private final long low;
    private final AtomicLong held = new AtomicLong();
    private final Set<Runnable> waiting = new LinkedHashSet<>(); // also the lock for itself and for writes of shut
    private volatile boolean shut;
    private volatile boolean late;
    private volatile boolean waived;

    /** @param budget bytes that may be held before reading stops, above 0; reading resumes at half of them */
    public RecordBudget(long budget) {
        if (budget <= 0) {
            throw new IllegalArgumentException("a budget of " + budget + " bytes: it must be above 0");
        }
        this.high = budget;
        this.low = budget / 2;
    }

    /** Returns the bytes that may be held before reading stops. */
    public long limit() {
        return high;
    }

    /** Adds bytes that are held. */
    public void hold(long bytes) {
        if (held.addAndGet(bytes) >= high && !shut) {
            synchronized (waiting) {
                shut = true;
            }
            // A concurrent release that did not see shut has not opened the budget, so check again.
            openIfFree();
        }
    }

    /** Subtracts bytes that became durable or were discarded; runs the waiting actions if enough is free. */
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
            // A concurrent hold that still saw shut as true has not set it, so set it again.
            if (held.get() >= high) {
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
                LOG.error("an action that waited for the store failed; the remaining actions are run", e);
            }
        }
    }

    /** Whether reading may continue. */
    public boolean isOpen() {
        return !shut && !late || waived;
    }

    /**
     * Pauses reading if {@code now}: queued facts have waited too long to be committed and, however few, would be lost
     * if the process died. Ends that pause otherwise.
     */
    public void late(boolean now) {
        synchronized (waiting) {
            late = now;
        }
        if (!now) {
            release(0); // enough bytes may have been released while reading was paused
            if (isOpen()) {
                recheck();
            }
        }
    }

    /**
     * Suspends the budget if {@code now}, so that reading continues whatever is held; enforces it again otherwise. For
     * an outage in which nothing new is recorded, so that the held bytes cannot grow.
     */
    public void waive(boolean now) {
        waived = now;
        if (now) {
            recheck();
        }
    }

    /** Runs the waiting actions without a release, because another condition that they check has changed. */
    public void recheck() {
        List<Runnable> resumed;
        synchronized (waiting) {
            resumed = taken();
        }
        run(resumed);
    }

    /**
     * Runs the action once reading may continue: either before this method returns, or later on the thread that
     * releases. The action must not block, and must check {@link #isOpen} again, since {@link #recheck} may run it
     * earlier.
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

    /** Removes an action given to {@link #whenOpen}, if it has not run. */
    public void forget(Runnable action) {
        synchronized (waiting) {
            waiting.remove(action);
        }
    }

    /** Returns the bytes held now. */
    public long held() {
        return held.get();
    }
}
