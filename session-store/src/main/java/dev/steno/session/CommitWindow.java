package dev.steno.session;

import java.util.concurrent.TimeUnit;

/**
 * When what waits is committed: the first of three bounds decides.
 *
 * @param facts so many facts at once, without waiting for the window's end
 * @param bytes so many bytes at once, likewise
 * @param windowNanos nanoseconds after which a fact is committed, if the disk keeps up; what a killed process loses
 */
public record CommitWindow(int facts, long bytes, long windowNanos) {
    /**
     * What a session uses. A window of 10 ms instead of 50 costs nothing at 20,000 flows a second, where the other bounds come
     * first, and at most a fortieth of a core below (docs/performance.md); a killed process loses a fifth.
     */
    public static final CommitWindow USUAL = new CommitWindow(3000, 4L << 20, TimeUnit.MILLISECONDS.toNanos(10));

    public CommitWindow {
        if (facts < 1 || bytes < 1 || windowNanos < 0) {
            throw new IllegalArgumentException(
                    "a commit needs at least one fact and one byte, and a time that is not negative");
        }
    }
}
