package dev.steno.web.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The samples of one metric, which differ in their labels. Confined to the thread of a scrape. */
final class MetricFamily {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");

    /** What a value means over time. */
    enum Type {
        /** Never falls, except by a restart. */
        COUNTER,
        GAUGE,
        /** A number of events and the sum of their values. */
        SUMMARY,
        HISTOGRAM;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A number of events and the sum of their values. */
    record Totals(long count, double sum) {}

    private final String name;
    private final Type type;
    private final String help;
    private final Map<List<String>, Double> values = new LinkedHashMap<>();
    private final Map<List<String>, Totals> totals = new LinkedHashMap<>();
    private final Map<List<String>, LatencyHistogram.Counts> histograms = new LinkedHashMap<>();

    /** @param name that of a counter without {@code _total} */
    MetricFamily(String name, Type type, String help) {
        if (!NAME.matcher(name).matches() || name.endsWith("_total")) {
            throw new IllegalArgumentException("no name of a metric: " + name);
        }
        this.name = name;
        this.type = type;
        this.help = help;
    }

    String name() {
        return name;
    }

    Type type() {
        return type;
    }

    String help() {
        return help;
    }

    /** Adds a value; two of the same labels are added up, since a page with both is refused as a whole. */
    void add(double value, List<String> labels) {
        values.merge(checked(labels), value, Double::sum);
    }

    void add(Totals of, List<String> labels) {
        totals.put(checked(labels), of);
    }

    void add(LatencyHistogram.Counts counts, List<String> labels) {
        histograms.put(checked(labels), counts);
    }

    private static List<String> checked(List<String> labels) {
        for (int i = 0; i < labels.size(); i += 2) {
            if (!LABEL.matcher(labels.get(i)).matches() || labels.get(i).equals("le")) {
                throw new IllegalArgumentException("no name of a label: " + labels.get(i));
            }
        }
        if (labels.size() % 2 != 0) {
            throw new IllegalArgumentException("a label without a value: " + labels);
        }
        return labels;
    }

    /** Returns the values by their labels, each a name followed by its value. */
    Map<List<String>, Double> values() {
        return values;
    }

    Map<List<String>, Totals> totals() {
        return totals;
    }

    Map<List<String>, LatencyHistogram.Counts> histograms() {
        return histograms;
    }
}
