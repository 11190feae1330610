package dev.steno.web.metrics;

import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a shipper has sent to the shared store, and how far behind it is. Any thread. */
public final class ShipperMetrics implements MetricSource {
    /** A class of SQLSTATE (ISO 9075-2, 24.1); what has none, such as an interrupted connection, is {@code other}. */
    private static final Pattern CLASS = Pattern.compile("[0-9A-Z]{2}");

    private final Supplier<@Nullable Counts> shipper;

    /** @param shipper supplies the present counts; null while nothing is shipped */
    public ShipperMetrics(Supplier<@Nullable Counts> shipper) {
        this.shipper = shipper;
    }

    /**
     * What was counted since the start of the process. Immutable.
     *
     * @param batches that the store has acknowledged
     * @param flows revisions of flows in them
     * @param bytes of these as they were sent, bodies included
     * @param refused flows that the store has refused for good
     * @param lagFlows flows that are recorded and not acknowledged
     * @param lagSeconds how long the store has lacked flows: since it had all, or since the oldest of them began if that is
     *     later; 0 if it lacks none
     * @param connected whether the last exchange with the store succeeded
     * @param failures failed attempts, by the class of SQLSTATE
     */
    public record Counts(
            long batches,
            long flows,
            long bytes,
            long refused,
            long lagFlows,
            double lagSeconds,
            boolean connected,
            Map<String, Long> failures) {
        public Counts {
            failures = Map.copyOf(failures);
        }
    }

    @Override
    public void addTo(MetricList list) {
        Counts now = shipper.get();
        if (now == null) {
            return;
        }
        list.counter("steno_ship_batches", "Batches that the shared store has acknowledged.", now.batches());
        list.counter("steno_ship_flows", "Revisions of flows in acknowledged batches.", now.flows());
        list.counter("steno_ship_bytes", "Bytes of acknowledged batches as they were sent.", now.bytes());
        list.counter("steno_ship_refused_flows", "Flows that the shared store has refused for good.", now.refused());
        list.gauge("steno_ship_lag_flows", "Flows that are recorded and not yet acknowledged.", now.lagFlows());
        list.gauge("steno_ship_lag_seconds", "For how long the store has lacked flows.", now.lagSeconds());
        list.gauge(
                "steno_ship_connected",
                "1 if the last exchange with the shared store succeeded.",
                now.connected() ? 1 : 0);
        String help = "Attempts to ship that failed, by the class of SQLSTATE.";
        list.counter(
                "steno_ship_failures", help, 0, "class", "other"); // so that the name is known before the first one
        now.failures()
                .forEach((state, count) -> list.counter("steno_ship_failures", help, count, "class", label(state)));
    }

    private static String label(String state) {
        return CLASS.matcher(state).matches() ? state : "other";
    }
}
