package dev.steno.web.live;

import java.util.concurrent.TimeUnit;

/**
 * Decides when the next frame of a window is made: not before the last one was acknowledged, at most 20 times a second
 * while at most a quarter of the rows change, and 4 times if more do, since nobody reads a screen that changes faster.
 * What the browser asks for itself is not delayed. For the event loop.
 */
final class FramePace {
    private static final long FAST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(250);

    /** If more than one in this many rows changed, the next frame is slow. */
    private static final int SHARE = 4;

    private final Outlet out;
    private final Runnable build;
    private long number;
    private boolean inFlight;
    private boolean building;
    private boolean changed;
    private boolean demanded;
    private boolean answering;
    private boolean paused;
    private boolean scheduled;
    private long sentAt = System.nanoTime() - SLOW;
    private long interval = FAST;

    /** @param build makes the frame, then calls {@link #built}, or {@link #maySend} and {@link #sent} */
    FramePace(Outlet out, Runnable build) {
        this.out = out;
        this.build = build;
    }

    /** The window may show something else. */
    void change() {
        changed = true;
        proceed();
    }

    /** The browser asks for a frame: it is sent soon, and even if nothing differs. */
    void demand() {
        demanded = true;
        change();
    }

    void pause(boolean next) {
        paused = next;
    }

    void acknowledge(long painted) {
        if (painted == number) {
            inFlight = false;
            proceed();
        }
    }

    /** The page has left what the frame in flight shows, and will not acknowledge it. */
    void abandon() {
        inFlight = false;
    }

    /** Whether the frame that was made is sent; otherwise it is made again when it is due. */
    boolean maySend(boolean isSame, boolean onlySize) {
        building = false;
        if (paused) {
            return false; // what follows the pause is demanded
        }
        if (answering || !onlySize) {
            return true;
        }
        if (isSame) {
            return false;
        }
        boolean isDue = System.nanoTime() - sentAt >= SLOW;
        if (!isDue) {
            changed = true;
            scheduleAt(sentAt + SLOW);
        }
        return isDue;
    }

    /** No frame was made. */
    void built() {
        building = false;
    }

    /** Whether a frame is being made. */
    boolean isBuilding() {
        return building;
    }

    /** Returns the number of the frame that is sent now. */
    long sent(int changedRows, int rows) {
        inFlight = true;
        sentAt = System.nanoTime();
        interval = changedRows * SHARE <= rows ? FAST : SLOW;
        return ++number;
    }

    private void proceed() {
        if (!changed || paused || inFlight || building) {
            return;
        }
        long due = demanded ? 0 : sentAt + interval;
        if (due != 0 && due - System.nanoTime() > 0) {
            scheduleAt(due);
            return;
        }
        changed = false;
        answering = demanded;
        demanded = false;
        building = true;
        build.run();
    }

    private void scheduleAt(long due) {
        if (scheduled) {
            return;
        }
        scheduled = true;
        out.schedule(
                () -> {
                    scheduled = false;
                    proceed();
                },
                Math.max(1, due - System.nanoTime()),
                TimeUnit.NANOSECONDS);
    }
}
