package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgeClockTest {
    private static final long DAY = TimeUnit.DAYS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong wall = new AtomicLong(1000 * DAY);
    private final AtomicLong monotonic = new AtomicLong(5);
    private final AgeClock clock = new AgeClock(wall::get, monotonic::get);

    private long after(long nanos) {
        wall.addAndGet(nanos);
        monotonic.addAndGet(nanos);
        return clock.now();
    }

    @Test
    void itFollowsAClockThatRunsAndOneThatIsSetALittle() {
        assertThat(after(SECOND)).isEqualTo(wall.get());
        wall.addAndGet(3 * SECOND);
        assertThat(clock.now()).isEqualTo(wall.get());
        assertThat(clock.takeNews()).isNull();
    }

    @Test
    void aJumpAheadThatIsTakenBackNeverCounted() {
        wall.addAndGet(40 * DAY);
        assertThat(clock.now()).isEqualTo(1000 * DAY);
        assertThat(clock.takeNews()).startsWith("the clock jumped 40 days ahead");
        assertThat(after(4 * SECOND)).isEqualTo(1000 * DAY + 4 * SECOND);
        wall.addAndGet(-40 * DAY);
        assertThat(clock.now()).isEqualTo(1000 * DAY + 4 * SECOND).isEqualTo(wall.get());
        assertThat(clock.takeNews()).isNull();
    }

    @Test
    void aClockThatStaysSteadyIsBelievedAfterAnHour() {
        wall.addAndGet(40 * DAY);
        clock.now();
        assertThat(after(AgeClock.STEADY_NANOS - SECOND)).isEqualTo(1000 * DAY + AgeClock.STEADY_NANOS - SECOND);
        assertThat(after(SECOND)).isEqualTo(wall.get());
    }

    @Test
    void aJumpBackIsNoReasonToRemoveEither() {
        wall.addAndGet(-20_000 * DAY);
        assertThat(clock.now()).isEqualTo(1000 * DAY);
        assertThat(clock.takeNews()).startsWith("the clock jumped 20000 days back");
    }

    @Test
    void aStartThatIsFarBehindTheRecordCountsFromTheRecord() {
        clock.resumedAfter(960 * DAY);
        assertThat(clock.now()).isEqualTo(960 * DAY);
        assertThat(clock.takeNews()).startsWith("the clock is 40 days past the newest flow");
        assertThat(after(AgeClock.STEADY_NANOS)).isEqualTo(wall.get());
    }
}
