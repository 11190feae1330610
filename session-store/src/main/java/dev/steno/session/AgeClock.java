package dev.steno.session;

import dev.steno.flow.Times;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The present, for what counts age: follows the wall clock while that runs as the monotonic clock does. After a jump, forward or back, it
 * goes on by the time that passed, and takes the wall clock's word once that has been steady for an hour: a bad answer of a time server
 * or a virtual machine that was resumed removes nothing meanwhile. For one thread.
 */
final class AgeClock {
    /** What the two clocks may differ by within a look. */
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
     * @param wall nanoseconds since the epoch
     * @param monotonic nanoseconds since any moment, never set
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
     * Says when the record ended before this clock began. A clock that is far behind that moment's end may be wrong as well as right.
     *
     * @param recorded nanoseconds since the epoch of the newest flow that is not from the future
     */
    void resumedAfter(long recorded) {
        if (present - recorded > TOLERANCE_NANOS) {
            doubt("the clock is " + said(present - recorded) + " past the newest flow");
            present = recorded;
        }
    }

    /** The present; nanoseconds since the epoch. */
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

    /** Nanoseconds since this clock began, whatever the wall clock says. */
    long elapsed() {
        return lastMonotonic - begun;
    }

    /** What there is to say to people since the last call; null where nothing. */
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
