package dev.steno.web.metrics;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns metrics into text. The two formats differ in the name of a counter above its samples, in the escapes of a help text
 * and in the last line. Numbers are written alike in both, so that a bucket keeps its label when a scraper changes the format.
 */
final class MetricWriter {
    private final MetricFormat format;
    private final StringBuilder out = new StringBuilder(16 << 10);

    private MetricWriter(MetricFormat format) {
        this.format = format;
    }

    /** Returns the page in UTF-8. */
    static byte[] page(MetricList list, MetricFormat format) {
        MetricWriter writer = new MetricWriter(format);
        list.families().forEach(writer::write);
        if (format == MetricFormat.OPEN_METRICS) {
            writer.out.append("# EOF\n");
        }
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(MetricFamily family) {
        boolean open = format == MetricFormat.OPEN_METRICS;
        String sample = family.type() == MetricFamily.Type.COUNTER ? family.name() + "_total" : family.name();
        String named = open ? family.name() : sample;
        out.append("# HELP ")
                .append(named)
                .append(' ')
                .append(escaped(family.help(), open))
                .append('\n');
        out.append("# TYPE ")
                .append(named)
                .append(' ')
                .append(family.type().label())
                .append('\n');
        for (Map.Entry<List<String>, Double> each : family.values().entrySet()) {
            line(sample, each.getKey(), null, number(each.getValue()));
        }
        family.totals().forEach((labels, totals) -> write(sample, labels, totals));
        family.histograms().forEach((labels, counts) -> {
            for (LatencyHistogram.Bucket bucket : counts.buckets()) {
                String bound = Double.isInfinite(bucket.bound()) ? "+Inf" : Double.toString(bucket.bound());
                line(sample + "_bucket", labels, bound, Long.toString(bucket.count()));
            }
            write(sample, labels, new MetricFamily.Totals(counts.count(), counts.sum()));
        });
    }

    private void write(String name, List<String> labels, MetricFamily.Totals totals) {
        line(name + "_count", labels, null, Long.toString(totals.count()));
        line(name + "_sum", labels, null, number(totals.sum()));
    }

    private void line(String name, List<String> labels, @Nullable String bound, String value) {
        out.append(name);
        char before = '{';
        for (int i = 0; i < labels.size(); i += 2) {
            label(before, labels.get(i), labels.get(i + 1));
            before = ',';
        }
        if (bound != null) {
            label(before, "le", bound);
            before = ',';
        }
        out.append(before == ',' ? "} " : " ").append(value).append('\n');
    }

    private void label(char before, String name, String value) {
        out.append(before)
                .append(name)
                .append("=\"")
                .append(escaped(value, true))
                .append('"');
    }

    /** @param quoted whether a quotation mark has to be escaped as well */
    private static String escaped(String text, boolean quoted) {
        String plain = text.replace("\\", "\\\\").replace("\n", "\\n");
        return quoted ? plain.replace("\"", "\\\"") : plain;
    }

    /** Java writes all doubles as Go reads them, but for the infinite ones. Whole numbers get no exponent and no point. */
    private static String number(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return "+Inf";
        }
        if (value == Double.NEGATIVE_INFINITY) {
            return "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
