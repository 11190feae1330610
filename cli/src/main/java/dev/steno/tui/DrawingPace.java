package dev.steno.tui;

import java.util.concurrent.TimeUnit;

/**
 * Says when the next frame is due, and how long a key is waited for. A screen of which much changes with each frame is drawn
 * four times a second, as nobody reads one that changes faster; others ten times; the answer to a key at once. Times are those
 * of {@link System#nanoTime}. For one thread.
 */
final class DrawingPace {
    /** Between two frames, in nanoseconds. */
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The same if much changes. */
    private static final long MUCH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** The same after a key. */
    private static final long KEY_NANOS = TimeUnit.MILLISECONDS.toNanos(16);

    /** How long after a key frames are taken for its answer. */
    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    /** How long a frame waits for what it shows to be read. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** One part in so many is much. */
    private static final int MUCH = 4;

    private static final long LEAST_MILLIS = 2;
    private static final long BUSY_MILLIS = 20;
    private static final long IDLE_MILLIS = 50;

    private long drawn;
    private long pressed;
    private long awaited;
    private boolean much;
    private boolean awaiting;

    /** @param now the time of the first frame */
    DrawingPace(long now) {
        drawn = now;
        pressed = now - ANSWER_NANOS;
        awaited = pressed;
    }

    /** A key has been pressed. */
    void press(long now) {
        pressed = now;
    }

    /** A frame has been drawn. */
    void draw(long now, int changed, int lines) {
        drawn = now;
        much = changed > lines / MUCH;
        awaiting = false;
    }

    /** What the next frame shows is being read from now on. */
    void await(long now) {
        awaited = now;
        awaiting = true;
    }

    /** Whether what the next frame shows is being read. */
    boolean isAwaiting() {
        return awaiting;
    }

    /** Whether a frame is to be drawn at once, as it answers a key. */
    boolean isAnswering(long now) {
        return now - pressed < ANSWER_NANOS;
    }

    /** Whether it is time for a frame, if one is wanted. */
    boolean isDue(long now) {
        return left(now) <= 0;
    }

    /** Whether what was being read for the frame took so long that it is drawn without. */
    boolean isLate(long now) {
        return now - awaited >= PATIENCE_NANOS;
    }

    private long left(long now) {
        return drawn + (isAnswering(now) ? KEY_NANOS : much ? MUCH_NANOS : FRAME_NANOS) - now;
    }

    /**
     * Returns how long to wait for a key, in milliseconds.
     *
     * @param wanted whether a frame is wanted
     * @param busy whether something is being read: it is looked for at intervals that grow, since most reads take a moment
     */
    long patience(long now, boolean wanted, boolean busy) {
        if (busy || awaiting) {
            long since = Math.min(now - awaited, now - pressed);
            return Math.max(LEAST_MILLIS, Math.min(BUSY_MILLIS, TimeUnit.NANOSECONDS.toMillis(since / 2)));
        }
        return wanted
                ? Math.max(LEAST_MILLIS, Math.min(IDLE_MILLIS, TimeUnit.NANOSECONDS.toMillis(left(now)) + 1))
                : IDLE_MILLIS;
    }
}
