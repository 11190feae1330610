package dev.steno.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.testing.process.MetricsParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text formats of metrics. */
class MetricWriterTest {
    private static final String UGLY = "a\\b \"c\"\nd, e=f}{ ü 中 \uD83D\uDE00";

    private static String page(MetricList list, MetricFormat format) {
        return new String(MetricWriter.page(list, format), StandardCharsets.UTF_8);
    }

    private static MetricList ugly() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.add(0);
        histogram.add(Duration.ofMillis(1).toNanos());
        histogram.add(Duration.ofMillis(1).toNanos() + 1);
        histogram.add(Duration.ofSeconds(61).toNanos());
        return new MetricList()
                .counter("t_sent", "Help with \\ and \"quotes\"\nin two lines.", 3, "where", UGLY, "other", "")
                .gauge("t_unknown", "", Double.NaN)
                .gauge("t_most", "x", Double.POSITIVE_INFINITY, "at", "top")
                .gauge("t_most", "x", Double.NEGATIVE_INFINITY, "at", "bottom")
                .histogram("t_took_seconds", "y", histogram.counts(), "kind", "http")
                .histogram("t_took_seconds", "y", new LatencyHistogram().counts(), "kind", "tcp")
                .summary("t_gc_seconds", "z", 2, 0.5, "gc", "old")
                .gauge("t_small", "z", 1.5e-9)
                .gauge("t_large", "z", 12_345_678_901_234_567_890.0)
                .counter("t_sent", "Help with \\ and \"quotes\"\nin two lines.", 4, "where", "b", "other", "c");
    }

    @Test
    void theTextIsAsTheFormatSays() {
        MetricList list = new MetricList()
                .counter("a", "What \\ it\nis.", 1, "x", "q\"\\\n")
                .gauge("b", "B", 0.25)
                .counter("a", "What \\ it\nis.", 2, "x", "y");
        assertThat(page(list, MetricFormat.TEXT)).isEqualTo("""
                        # HELP a_total What \\\\ it\\nis.
                        # TYPE a_total counter
                        a_total{x="q\\"\\\\\\n"} 1
                        a_total{x="y"} 2
                        # HELP b B
                        # TYPE b gauge
                        b 0.25
                        """);
        assertThat(page(list, MetricFormat.OPEN_METRICS))
                .startsWith("# HELP a What")
                .contains("# TYPE a counter\na_total{x=")
                .endsWith("\nb 0.25\n# EOF\n");
    }

    @ParameterizedTest
    @EnumSource
    void othersReadWhatIsWritten(MetricFormat format) {
        MetricsParser parser = MetricsParser.need();
        String text = page(ugly(), format);
        MetricsParser.Page read = format == MetricFormat.TEXT ? parser.text(text) : parser.openMetrics(text);

        assertThat(read.types())
                .containsEntry("t_sent", "counter")
                .containsEntry("t_unknown", "gauge")
                .containsEntry("t_took_seconds", "histogram")
                .containsEntry("t_gc_seconds", "summary")
                .hasSize(7);
        assertThat(read.help()).containsEntry("t_sent", "Help with \\ and \"quotes\"\nin two lines.");
        assertThat(read.samples())
                .containsEntry("t_sent_total{other=,where=" + UGLY + "}", "3.0")
                .containsEntry("t_sent_total{other=c,where=b}", "4.0")
                .containsEntry("t_unknown", "nan")
                .containsEntry("t_most{at=top}", "inf")
                .containsEntry("t_most{at=bottom}", "-inf")
                .containsEntry("t_gc_seconds_count{gc=old}", "2.0")
                .containsEntry("t_gc_seconds_sum{gc=old}", "0.5")
                .containsEntry("t_small", "1.5e-09")
                .containsEntry("t_large", "1.2345678901234567e+19")
                .containsEntry("t_took_seconds_bucket{kind=http,le=0.001}", "2.0")
                .containsEntry("t_took_seconds_bucket{kind=http,le=0.002}", "3.0")
                .containsEntry("t_took_seconds_bucket{kind=http,le=1.0}", "3.0")
                .containsEntry("t_took_seconds_bucket{kind=http,le=60.0}", "3.0")
                .containsEntry("t_took_seconds_bucket{kind=http,le=+Inf}", "4.0")
                .containsEntry("t_took_seconds_count{kind=http}", "4.0")
                .containsEntry("t_took_seconds_count{kind=tcp}", "0.0");
        assertThat(read.value("t_took_seconds_sum{kind=http}")).isBetween(61.0019, 61.0021);
    }

    @Test
    void valuesOfTheSameLabelsAreAddedUp() {
        MetricList list = new MetricList().counter("a", "x", 2, "k", "v").counter("a", "x", 3, "k", "v");
        assertThat(page(list, MetricFormat.TEXT))
                .contains("a_total{k=\"v\"} 5\n")
                .containsOnlyOnce("a_total{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a-b", "a b", "ä", "a_total"})
    void aNameThatTheFormatLacksIsRefused(String name) {
        assertThatThrownBy(() -> new MetricList().gauge(name, "x", 1)).hasMessageContaining("no name of a metric");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a:b", "__a", "le"})
    void aLabelThatTheFormatLacksIsRefused(String label) {
        assertThatThrownBy(() -> new MetricList().gauge("a", "x", 1, label, "v"))
                .hasMessageContaining("no name of a label");
    }

    @Test
    void aNameHasOneType() {
        MetricList list = new MetricList().gauge("a", "x", 1);
        assertThatThrownBy(() -> list.counter("a", "x", 1)).hasMessage("the metric a is a gauge already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | TEXT",
                "*/* | TEXT",
                "text/plain | TEXT",
                "application/openmetrics-text | OPEN_METRICS",
                "Application/OpenMetrics-Text; version=1.0.0, */*;q=0.1 | OPEN_METRICS",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | OPEN_METRICS",
                "text/plain;version=0.0.4;q=1,application/openmetrics-text;q=0.5 | TEXT",
                "application/openmetrics-text;q=0 | TEXT",
                "application/openmetrics-text;q=x | TEXT",
            })
    void aClientGetsTheFormatThatItPrefers(String accept, MetricFormat format) {
        assertThat(MetricFormat.of(accept)).isEqualTo(format);
    }
}
