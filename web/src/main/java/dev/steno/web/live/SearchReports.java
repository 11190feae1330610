package dev.steno.web.live;

import dev.steno.filter.FilterSyntaxException;
import dev.steno.json.Json;
import dev.steno.view.SearchProgress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Tells a page how the search for its filter goes: at most five times a second, and when it ends. For the event loop. */
final class SearchReports {
    private final Outlet out;
    private final LatestReport report;
    private final Runnable ended;
    private String filter = "";
    private int search;
    private @Nullable SearchProgress latest;

    /** @param ended called when a search has ended */
    SearchReports(Outlet out, Runnable ended) {
        this.out = out;
        this.report = new LatestReport(out, this::tell);
        this.ended = ended;
    }

    /** A search begins; the reports of those before are no longer told. Returns its listener, for any thread. */
    Consumer<SearchProgress> begin(String text) {
        filter = text;
        int number = ++search;
        return progress -> out.execute(() -> {
            if (number == search) {
                heard(progress);
            }
        });
    }

    /** Tells the latest report again. */
    void repeat() {
        report.now();
    }

    private void heard(SearchProgress progress) {
        latest = progress;
        if (progress.searching()) {
            report.change();
        } else {
            ended.run();
            report.now();
        }
    }

    private void tell() {
        SearchProgress progress = latest;
        if (progress == null) {
            return;
        }
        out.send(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", "state");
            json.writeStringProperty("filter", filter);
            json.writeBooleanProperty("searching", progress.searching());
            json.writeNumberProperty("searched", progress.searched());
            json.writeNumberProperty("of", progress.of());
            json.writeNumberProperty("matches", progress.matches());
            json.writeEndObject();
        }));
    }

    /** Tells that a filter cannot be parsed; the one before stays in effect. */
    void tellProblem(String text, FilterSyntaxException problem) {
        out.send(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", "state");
            json.writeStringProperty("filter", text);
            json.writeBooleanProperty("searching", false);
            json.writeName("problem");
            write(json, problem);
            json.writeEndObject();
        }));
    }

    /** Writes an error of a filter. */
    static void write(JsonGenerator json, FilterSyntaxException problem) {
        json.writeStartObject();
        json.writeNumberProperty("column", problem.column());
        json.writeStringProperty("found", problem.found());
        json.writeStringProperty("expected", problem.expected());
        json.writeStringProperty("detail", problem.getMessage());
        json.writeEndObject();
    }
}
