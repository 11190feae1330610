package dev.steno.session;

import dev.steno.flow.Times;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock by which retention counts age. It follows the wall clock as long as that advances in step with the
 * monotonic clock. After a jump of the wall clock, forward or back, it advances with the monotonic clock and trusts the
 * wall clock again once that has been steady for an hour. So a wrong answer from a time server, or a virtual machine
 * that was resumed, does not cause removals.
 *
 * <p>Confined to the thread {@code session-retention}.
 */
final class AgeClock {
    /** The largest difference between the two clocks, from one reading to the next, that does not count as a jump. */
    static final long TOLERANCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    static final long STEADY_NANOS = TimeUnit.HOURS.toNanos(1);

    private final LongSupplier wall;
    private final LongSupplier monotonic;
    private final long begun;
    private long lastWall;
    private long lastMonotonic;
    private long present;
    private boolean doubted;
    private long steadySince;
    private @Nullable String news;

    /**
     * @param wall the wall clock, in nanoseconds since the epoch
     * @param monotonic a clock that is never set, in nanoseconds since any moment
     */
    AgeClock(LongSupplier wall, LongSupplier monotonic) {
        this.wall = wall;
        this.monotonic = monotonic;
        this.begun = monotonic.getAsLong();
        this.lastMonotonic = begun;
        this.lastWall = wall.getAsLong();
        this.present = lastWall;
    }

    static AgeClock system() {
        return new AgeClock(Times::now, System::nanoTime);
    }

    /**
     * Compares the clock with the end of the record of an earlier run. If the clock is more than 10 s past it, either
     * the process was not running or the clock is wrong; age is then counted from the newest flow until the clock has
     * been steady for an hour.
     *
     * @param recorded start of the newest flow that does not lie in the future, in nanoseconds since the epoch
     */
    void resumedAfter(long recorded) {
        if (present - recorded > TOLERANCE_NANOS) {
            doubt("the clock is " + said(present - recorded) + " past the newest flow");
            present = recorded;
        }
    }

    /** Returns the current time, in nanoseconds since the epoch. */
    long now() {
        long at = monotonic.getAsLong();
        long said = wall.getAsLong();
        long passed = at - lastMonotonic;
        long step = said - lastWall - passed;
        lastMonotonic = at;
        lastWall = said;
        present += passed;
        if (Math.abs(step) > TOLERANCE_NANOS) {
            doubt("the clock jumped " + said(Math.abs(step)) + (step > 0 ? " ahead" : " back"));
        }
        if (!doubted || Math.abs(said - present) <= TOLERANCE_NANOS || at - steadySince >= STEADY_NANOS) {
            doubted = false;
            present = said;
        }
        return present;
    }

    /**
     * Returns the nanoseconds between the creation of this clock and its last reading. Independent of the wall clock.
     */
    long elapsed() {
        return lastMonotonic - begun;
    }

    /** Returns the message about a jump, once; null if there is none. */
    @Nullable
    String takeNews() {
        String told = doubted ? news : null;
        news = null;
        return told;
    }

    private void doubt(String what) {
        doubted = true;
        steadySince = lastMonotonic;
        news = what + ": until it has been steady for an hour, --keep counts age by the time that passes";
    }

    private static String said(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        if (time.toDays() > 0) {
            return time.toDays() + (time.toDays() == 1 ? " day" : " days");
        }
        return time.toHours() > 0 ? time.toHours() + " h" : time.toSeconds() + " s";
    }
}
