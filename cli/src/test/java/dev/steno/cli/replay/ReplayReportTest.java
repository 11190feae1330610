package dev.steno.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.stats.LogHistogram;
import org.junit.jupiter.api.Test;

/** Figures of reports. */
class ReplayReportTest {
    @Test
    void noQuantileIsAboveTheLongestTime() {
        LogHistogram times = new LogHistogram();
        times.add(1_001, 1);
        times.add(1_025, 1);

        assertThat(times.quantile(0.999)).isGreaterThan(1_025);
        assertThat(ReplayReport.quantile(times, 0.999, 1_025)).isEqualTo(1_025);
        assertThat(ReplayReport.quantile(times, 0.999, -1)).isEqualTo(times.quantile(0.999));
    }
}
