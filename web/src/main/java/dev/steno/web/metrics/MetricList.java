package dev.steno.web.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one scrape. Labels are given as names followed by their values; values come from fixed sets or from the
 * configuration, never from traffic, since each is kept for weeks by others and has no bound. Confined to one thread.
 */
public final class MetricList {
    private final Map<String, MetricFamily> families = new LinkedHashMap<>();

    /**
     * Adds a value that never falls.
     *
     * @param name without {@code _total}, which is written behind it
     */
    public MetricList counter(String name, String help, double value, String... labels) {
        family(name, MetricFamily.Type.COUNTER, help).add(value, List.of(labels));
        return this;
    }

    /** Adds a value that rises and falls. */
    public MetricList gauge(String name, String help, double value, String... labels) {
        family(name, MetricFamily.Type.GAUGE, help).add(value, List.of(labels));
        return this;
    }

    /** Adds a number of events and the sum of their values, such as of their durations in seconds. */
    public MetricList summary(String name, String help, long count, double sum, String... labels) {
        family(name, MetricFamily.Type.SUMMARY, help).add(new MetricFamily.Totals(count, sum), List.of(labels));
        return this;
    }

    /** Adds how often durations occurred. */
    public MetricList histogram(String name, String help, LatencyHistogram.Counts counts, String... labels) {
        family(name, MetricFamily.Type.HISTOGRAM, help).add(counts, List.of(labels));
        return this;
    }

    /** Samples by name: the format wants those of one name in one group, and several sources add to it. */
    private MetricFamily family(String name, MetricFamily.Type type, String help) {
        MetricFamily family = families.computeIfAbsent(name, absent -> new MetricFamily(absent, type, help));
        if (family.type() != type) {
            throw new IllegalArgumentException(
                    "the metric " + name + " is a " + family.type().label() + " already");
        }
        return family;
    }

    List<MetricFamily> families() {
        return new ArrayList<>(families.values());
    }
}
