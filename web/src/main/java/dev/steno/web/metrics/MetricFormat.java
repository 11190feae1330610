package dev.steno.web.metrics;

import java.util.Locale;

/** A text format of metrics. */
public enum MetricFormat {
    /** Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
    TEXT("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). */
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private static final String OPEN_METRICS_RANGE = "application/openmetrics-text";
    private final String mediaType;

    MetricFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /**
     * Returns the format that a client prefers: OpenMetrics only if the client names it, and nothing with a greater weight
     * (RFC 9110, 12.5.1).
     */
    static MetricFormat of(String accept) {
        double open = 0;
        double other = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";");
            double weight = weight(parts);
            if (parts[0].strip().equals(OPEN_METRICS_RANGE)) {
                open = Math.max(open, weight);
            } else {
                other = Math.max(other, weight);
            }
        }
        return open > 0 && open >= other ? OPEN_METRICS : TEXT;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith("q=")) {
                try {
                    return Double.parseDouble(part.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
