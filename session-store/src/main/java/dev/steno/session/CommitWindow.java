package dev.steno.session;

import java.util.concurrent.TimeUnit;

/**
 * When the writer commits the queued facts: at whichever of three bounds is reached first.
 *
 * @param facts number of queued facts that triggers a commit before the window ends
 * @param bytes number of queued bytes that triggers a commit before the window ends
 * @param windowNanos nanoseconds from the first queued fact to the commit, if the disk keeps up; a killed process loses
 *     the facts of one window
 */
public record CommitWindow(int facts, long bytes, long windowNanos) {
    /**
     * The default. Compared with a window of 50 ms, a window of 10 ms costs nothing at 20,000 flows a second, since the
     * other two bounds are reached first, and at most 2.5 % of a core at lower rates (docs/performance.md). A killed
     * process loses a fifth of what it would lose with 50 ms.
     */
    public static final CommitWindow USUAL = new CommitWindow(3000, 4L << 20, TimeUnit.MILLISECONDS.toNanos(10));

    public CommitWindow {
        if (facts < 1 || bytes < 1 || windowNanos < 0) {
            throw new IllegalArgumentException(
                    "a commit needs at least one fact and one byte, and a time that is not negative");
        }
    }
}
