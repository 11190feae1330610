package dev.steno.fleet.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.session.KeepLimits;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which days are removed, so that limits are met. */
class RetentionPlanTest {
    private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");

    /** Five days of 100 bytes, 60 of them bodies; the last two are today and tomorrow. */
    private static final List<StoredDay> DAYS = Stream.of("07", "08", "09", "10", "11")
            .map(day -> new StoredDay(LocalDate.parse("2026-05-" + day), 100, 60))
            .toList();

    private static RetentionPlan plan(String... limits) {
        return RetentionPlan.of(DAYS, 10, KeepLimits.parse(List.of(limits)), NOW);
    }

    private static List<Integer> days(List<StoredDay> days) {
        return days.stream().map(day -> day.day().getDayOfMonth()).toList();
    }

    @Test
    void aDayIsRemovedOnceItsLastFlowIsOlder() {
        assertThat(days(plan("36h").removed())).containsExactly(7, 8);
        assertThat(days(plan("37h").removed())).containsExactly(7);
        assertThat(days(plan("1s").removed())).containsExactly(7, 8, 9);
        assertThat(plan("30d").removed()).isEmpty();
    }

    @Test
    void bodiesAreRemovedBeforeFlowsAndTheOldestFirst() {
        assertThat(plan("510b").withoutBodies()).isEmpty();
        RetentionPlan bodies = plan("450b");
        assertThat(days(bodies.withoutBodies())).containsExactly(7);
        assertThat(bodies.removed()).isEmpty();
        assertThat(bodies.bytes()).isEqualTo(450);

        RetentionPlan flows = plan("300b");
        assertThat(days(flows.removed())).containsExactly(7);
        assertThat(days(flows.withoutBodies())).containsExactly(8, 9);
        assertThat(flows.bytes()).isEqualTo(290);
    }

    @Test
    void todayStaysWhateverTheLimit() {
        RetentionPlan all = plan("1b");
        assertThat(days(all.removed())).containsExactly(7, 8, 9);
        assertThat(all.withoutBodies()).isEmpty();
        assertThat(all.bytes()).isEqualTo(210);
    }

    @Test
    void bothLimitsApply() {
        RetentionPlan both = plan("37h", "300b");
        assertThat(days(both.removed())).containsExactly(7);
        assertThat(days(both.withoutBodies())).containsExactly(8, 9);
    }
}
