package dev.steno.addon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandlerTimesTest {
    private final HandlerTimes times = new HandlerTimes("one", Hook.CLIENT, Phase.MODIFY, false);

    @Test
    void countsNothingAtFirst() {
        assertThat(times.timing(0)).isEqualTo(new HandlerTiming("one", Hook.CLIENT, Phase.MODIFY, false, 0, 0, 0, 0));
        assertThat(times.isNew()).isTrue();
    }

    @Test
    void the99thPercentileLeavesOutOneInAHundred() {
        for (int i = 0; i < 990; i++) {
            times.add(1_000);
        }
        for (int i = 0; i < 10; i++) {
            times.add(1_000_000_000);
        }
        HandlerTiming timing = times.timing(2);
        assertThat(timing.calls()).isEqualTo(1_000);
        assertThat(timing.max()).isEqualTo(1_000_000_000);
        assertThat(timing.p99()).isBetween(1_000L, 1_250L);
        assertThat(timing.running()).isEqualTo(2);
        times.add(1_000_000_000);
        assertThat(times.timing(0).p99()).as("with one more that is slow").isEqualTo(1_000_000_000);
    }

    @Test
    void eachTimeIsAtMostAQuarterTooHigh() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            HandlerTimes one = new HandlerTimes("one", Hook.CLIENT, Phase.MODIFY, false);
            long nanos = 1L << random.nextInt(9, 39) | random.nextLong(1 << 9);
            one.add(nanos);
            one.add(nanos);
            one.add(Long.MAX_VALUE / 2); // so that the longest run does not bound the percentile
            for (int more = 0; more < 98; more++) {
                one.add(nanos);
            }
            assertThat(one.timing(0).p99()).isBetween(nanos, nanos + nanos / 4 + 1);
        }
        times.add(0);
        times.add(Long.MAX_VALUE);
        assertThat(times.timing(0).p99()).as("beyond the last step").isEqualTo(Long.MAX_VALUE);
    }
}
