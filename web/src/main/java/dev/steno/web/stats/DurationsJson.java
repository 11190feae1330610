package dev.steno.web.stats;

import dev.steno.json.Json;
import dev.steno.stats.DurationSpread;
import dev.steno.stats.PhaseSample;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Writes how durations are spread, those of the selection beside those of all flows. */
final class DurationsJson {
    private DurationsJson() {}

    /** The counts of one bucket. */
    private static final class Counts {
        private final DurationSpread.Bucket bucket;
        private long selected;
        private long all;

        private Counts(DurationSpread.Bucket bucket) {
            this.bucket = bucket;
        }
    }

    static void write(JsonGenerator json, PhaseSample sample, DurationSpread.Answer all) {
        DurationSpread.Answer selected = sample.spread();
        Map<Long, Counts> buckets = new TreeMap<>();
        selected.buckets()
                .forEach(
                        each -> buckets.computeIfAbsent(each.from(), from -> new Counts(each)).selected = each.count());
        all.buckets()
                .forEach(each -> buckets.computeIfAbsent(each.from(), from -> new Counts(each)).all = each.count());
        json.writeStartObject();
        json.writeNumberProperty("total", selected.counted());
        json.writeNumberProperty("looked", selected.of());
        json.writeNumberProperty("of", sample.selected());
        Json.property(json, "p50", StatsResource.millis(selected.p50()));
        Json.property(json, "p95", StatsResource.millis(selected.p95()));
        Json.property(json, "p99", StatsResource.millis(selected.p99()));
        json.writeArrayPropertyStart("buckets");
        for (Counts counts : buckets.values()) {
            json.writeStartObject();
            Json.property(json, "from", StatsResource.millis(counts.bucket.from()));
            Json.property(json, "to", StatsResource.millis(counts.bucket.to()));
            json.writeNumberProperty("flows", counts.selected);
            json.writeNumberProperty("all", counts.all);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
