package dev.steno.cli.replay;

import dev.steno.cli.terminal.Console;
import dev.steno.json.Json;
import dev.steno.replay.run.RunFigures;
import dev.steno.replay.run.RunTimeline;
import dev.steno.stats.LogHistogram;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** A report as one JSON object in one line; times are in nanoseconds. Pure functions. */
final class ReplayJson {
    private ReplayJson() {}

    static void write(ReplayReport report, Console console) {
        RunFigures figures = report.figures();
        JsonGenerator json = Json.ascii(console.out());
        json.writeStartObject();
        json.writeStringProperty("type", "replay");
        json.writeStringProperty("source", report.source().toString());
        Json.property(
                json,
                "recorded",
                report.recorded() == null ? null : report.recorded().toString());
        json.writeStringProperty("run", report.run().name());
        json.writeNumberProperty("warmUp", report.warmUp());
        json.writeNumberProperty("planned", figures.planned());
        json.writeNumberProperty("sent", figures.sent());
        json.writeNumberProperty("sentAgain", figures.sentAgain());
        json.writeNumberProperty("answered", figures.answered());
        json.writeNumberProperty("failed", figures.failed());
        json.writeNumberProperty("stopped", figures.stopped());
        json.writeNumberProperty("notSent", figures.skippedRequests());
        json.writeNumberProperty("refused", report.plan().refused());
        json.writeNumberProperty("late", figures.late());
        json.writeNumberProperty("withoutRoom", figures.withoutRoom());
        json.writeNumberProperty("withoutConnection", figures.withoutConnection());
        json.writeNumberProperty("otherStatus", figures.otherStatus());
        json.writeNumberProperty("mostInFlight", figures.mostInFlight());
        json.writeNumberProperty("bytesSent", figures.bytesSent());
        json.writeNumberProperty("bytesReceived", figures.bytesReceived());
        json.writeNumberProperty("duration", figures.duration());
        json.writeNumberProperty("perSecond", report.rate());
        times(json, "lateness", figures.lateness(), figures.mostLate());
        times(json, "timeToAnswer", figures.fromSent(), figures.slowest());
        times(json, "fromDue", figures.fromDue(), -1);
        json.writeObjectPropertyStart("statuses");
        figures.statuses().forEach((status, count) -> json.writeNumberProperty(Integer.toString(status), count));
        json.writeEndObject();
        json.writeNumberProperty("streams", figures.streams());
        json.writeObjectPropertyStart("eventStreams");
        figures.streamEnds()
                .forEach((end, count) -> json.writeNumberProperty(end.name().toLowerCase(Locale.ROOT), count));
        json.writeEndObject();
        counts(json, "failures", figures.failures());
        counts(json, "notSentBecause", figures.skipped());
        timeline(json, figures.timeline());
        json.writeEndObject();
        json.close();
        console.out().print('\n');
    }

    private static void times(JsonGenerator json, String name, LogHistogram times, long longest) {
        if (times.total() == 0) {
            return;
        }
        json.writeObjectPropertyStart(name);
        for (double share : ReplayReport.QUANTILES) {
            json.writeNumberProperty("p" + ReplayText.name(share), ReplayReport.quantile(times, share, longest));
        }
        if (longest >= 0) {
            json.writeNumberProperty("max", longest);
        }
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, String name, Map<String, Long> counts) {
        json.writeArrayPropertyStart(name);
        counts.forEach((why, count) -> {
            json.writeStartObject();
            json.writeStringProperty("why", why);
            json.writeNumberProperty("count", count);
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void timeline(JsonGenerator json, RunTimeline timeline) {
        json.writeObjectPropertyStart("timeline");
        json.writeNumberProperty("width", timeline.width());
        json.writeArrayPropertyStart("slots");
        for (RunTimeline.Slot slot : timeline.slots()) {
            json.writeStartObject();
            json.writeNumberProperty("sent", slot.sent());
            json.writeNumberProperty("answered", slot.answered());
            json.writeNumberProperty("failed", slot.failed());
            json.writeNumberProperty("late", slot.late());
            if (slot.took().total() > 0) {
                json.writeNumberProperty("p50", slot.took().quantile(0.5));
                json.writeNumberProperty("p99", slot.took().quantile(0.99));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
