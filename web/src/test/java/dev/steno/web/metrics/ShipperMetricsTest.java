package dev.steno.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The metrics of what is shipped to a shared store. */
class ShipperMetricsTest {
    private static String page(ShipperMetrics.@Nullable Counts counts) {
        MetricList list = new MetricList();
        new ShipperMetrics(() -> counts).addTo(list);
        return new String(MetricWriter.page(list, MetricFormat.TEXT), StandardCharsets.UTF_8);
    }

    @Test
    void withoutAShipperThereIsNone() {
        assertThat(page(null)).isEmpty();
    }

    @Test
    void failuresAreToldByClassAndNeverByMessage() {
        String page = page(new ShipperMetrics.Counts(
                7, 500, 1_000_000, 1, 12, 0.75, false, Map.of("08", 2L, "57", 1L, "secret of a flow", 3L, "", 4L)));
        assertThat(page)
                .contains(
                        "steno_ship_batches_total 7\n",
                        "steno_ship_lag_seconds 0.75\n",
                        "steno_ship_connected 0\n",
                        "steno_ship_failures_total{class=\"08\"} 2\n",
                        "steno_ship_failures_total{class=\"57\"} 1\n",
                        "steno_ship_failures_total{class=\"other\"} 7\n")
                .doesNotContain("secret");
    }
}
