package dev.steno.web.stats;

import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import dev.steno.json.Json;
import dev.steno.stats.Concurrency;
import dev.steno.stats.DurationSpread;
import dev.steno.stats.FlowScope;
import dev.steno.stats.GroupKey;
import dev.steno.stats.Groups;
import dev.steno.stats.HeatMap;
import dev.steno.stats.PhaseSample;
import dev.steno.stats.Question;
import dev.steno.stats.Repeats;
import dev.steno.stats.Statistics;
import dev.steno.stats.Timeline;
import dev.steno.stats.Waterfall;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Statistics of the flows that a filter or a view selects, and that began in a span of time. Times are microseconds
 * since the epoch, durations milliseconds.
 */
public final class StatsResource {
    private static final String BASE = "/api/v1/stats/";
    private static final int MOST_GROUPS = 1_000;
    private static final int MOST_ROWS = 100;
    private static final int MOST_SECONDS = 3_600;

    private final StatsQuery query;

    public StatsResource(Statistics statistics, RecordedSession session) {
        this.query = new StatsQuery(statistics, session);
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route("GET", BASE + "timeline", "Counts flows and bytes over time (buckets).", this::timeline),
                new Route("GET", BASE + "groups", "Groups flows by a column (by, top, order).", this::groups),
                new Route("GET", BASE + "durations", "Tells how durations are spread (part).", this::durations),
                new Route("GET", BASE + "heatmap", "Counts durations over time (columns, rows).", this::heatMap),
                new Route(
                        "GET",
                        BASE + "concurrency",
                        "Tells how many flows were under way at once (buckets, top).",
                        this::concurrency),
                new Route(
                        "GET",
                        BASE + "repeats",
                        "Lists requests that were sent again within some seconds (seconds, top).",
                        this::repeats),
                new Route(
                        "GET",
                        BASE + "waterfall",
                        "Tells the phases of some flows (set), by connection.",
                        this::waterfall));
    }

    private ApiResponse waterfall(ApiRequest request) throws IOException {
        FlowScope scope = query.scope(request);
        Waterfall waterfall = query.read(request, (reader, cancelled) -> Waterfall.read(reader, scope, cancelled));
        return ApiResponse.json(Json.bytes(json -> WaterfallJson.write(json, waterfall)));
    }

    private ApiResponse timeline(ApiRequest request) throws IOException {
        int buckets = (int) request.number("buckets", 300, 1, Timeline.MOST);
        Timeline.Answer answer =
                query.answer(request, new Question<>("timeline " + buckets, () -> new Timeline(buckets)));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            span(json, answer.from(), answer.step(), answer.buckets().size());
            json.writeArrayPropertyStart("buckets");
            for (Timeline.Bucket bucket : answer.buckets()) {
                json.writeStartObject();
                json.writeNumberProperty("t", micros(bucket.start()));
                for (int i = 0; i < bucket.byClass().size(); i++) {
                    json.writeNumberProperty("s" + (i + 1), bucket.byClass().get(i));
                }
                json.writeNumberProperty("other", bucket.other());
                json.writeNumberProperty("failed", bucket.failed());
                json.writeNumberProperty("up", bucket.up());
                json.writeNumberProperty("down", bucket.down());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private ApiResponse groups(ApiRequest request) throws IOException {
        String by = request.parameter("by").orElse("host");
        GroupKey grouping = GroupKey.named(by)
                .orElseThrow(() -> ApiProblem.badRequest(
                        "flows cannot be grouped by " + by + ", only by " + String.join(", ", GroupKey.names())));
        int top = (int) request.number("top", 50, 1, MOST_GROUPS);
        Groups.Rank rank = rank(request.parameter("order").orElse("flows"));
        Groups.Answer answer = query.answer(
                request, new Question<>(List.of("groups", by, top, rank), () -> new Groups(grouping, top, rank)));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberProperty("total", answer.total());
            json.writeNumberProperty("keys", answer.keys());
            json.writeArrayPropertyStart("groups");
            answer.groups().forEach(group -> group(json, grouping.parts(group.key()), group));
            json.writeEndArray();
            json.writeName("other");
            group(json, List.of(), answer.other());
            json.writeEndObject();
        }));
    }

    private static Groups.Rank rank(String name) {
        return Arrays.stream(Groups.Rank.values())
                .filter(rank -> rank.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> ApiProblem.badRequest("groups cannot be ordered by " + name + ", only by "
                        + Arrays.stream(Groups.Rank.values())
                                .map(rank -> rank.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private static void group(JsonGenerator json, List<String> key, Groups.Group group) {
        json.writeStartObject();
        if (key.size() > 1) {
            Json.property(json, "key", key);
        } else {
            Json.property(json, "key", group.key().isEmpty() ? null : group.key());
        }
        json.writeNumberProperty("flows", group.flows());
        json.writeNumberProperty("errors", group.errors());
        json.writeNumberProperty("request_bytes", group.requestBytes());
        json.writeNumberProperty("response_bytes", group.responseBytes());
        Json.property(json, "p50", millis(group.p50()));
        Json.property(json, "p95", millis(group.p95()));
        Json.property(json, "p99", millis(group.p99()));
        filter(json, group.filter());
        json.writeEndObject();
    }

    private ApiResponse durations(ApiRequest request) throws IOException {
        String part = request.parameter("part").orElse("total");
        FlowScope scope = query.scope(request);
        FlowScope all = FlowScope.of(Filter.ALL);
        PhaseSample selected;
        PhaseSample beside;
        if (part.equals("total")) {
            Question<DurationSpread.Answer> question = new Question<>("durations", DurationSpread::new);
            selected = PhaseSample.ofAll(query.answer(request, scope, question));
            beside = PhaseSample.ofAll(query.answer(request, all, question));
        } else {
            ToLongFunction<Flow> measured = PhaseSample.part(part)
                    .orElseThrow(() -> ApiProblem.badRequest("there are no durations of " + part
                            + ", only of total, ttfb, connect, tls, send, wait and receive"));
            selected = query.read(request, (reader, cancelled) -> PhaseSample.read(reader, scope, measured, cancelled));
            beside = scope.equals(all)
                    ? selected
                    : query.read(request, (reader, cancelled) -> PhaseSample.read(reader, all, measured, cancelled));
        }
        return ApiResponse.json(Json.bytes(json -> DurationsJson.write(json, selected, beside.spread())));
    }

    private ApiResponse heatMap(ApiRequest request) throws IOException {
        int columns = (int) request.number("columns", 120, 1, HeatMap.COLUMNS);
        int rows = (int) request.number("rows", 40, 1, MOST_ROWS);
        HeatMap.Answer answer = query.answer(
                request, new Question<>(List.of("heatmap", columns, rows), () -> new HeatMap(columns, rows)));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            span(json, answer.from(), answer.step(), answer.columns().size());
            json.writeArrayPropertyStart("rows");
            for (int i = 0; i + 1 < answer.bounds().size(); i++) {
                Json.value(json, millis(answer.bounds().get(i)));
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("cells");
            answer.columns().forEach(column -> Json.value(json, column.counts()));
            json.writeEndArray();
            quantiles(json, "p50", answer, HeatMap.Column::p50);
            quantiles(json, "p95", answer, HeatMap.Column::p95);
            quantiles(json, "p99", answer, HeatMap.Column::p99);
            json.writeEndObject();
        }));
    }

    private static void quantiles(
            JsonGenerator json, String name, HeatMap.Answer answer, ToLongFunction<HeatMap.Column> of) {
        json.writeArrayPropertyStart(name);
        answer.columns().forEach(column -> Json.value(json, millis(of.applyAsLong(column))));
        json.writeEndArray();
    }

    private ApiResponse concurrency(ApiRequest request) throws IOException {
        int buckets = (int) request.number("buckets", 300, 1, Concurrency.MOST);
        int top = (int) request.number("top", 50, 1, MOST_GROUPS);
        Concurrency.Answer answer = query.answer(
                request, new Question<>(List.of("concurrency", buckets, top), () -> new Concurrency(buckets, top)));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            span(json, answer.from(), answer.step(), answer.buckets().size());
            json.writeArrayPropertyStart("buckets");
            for (Concurrency.Bucket bucket : answer.buckets()) {
                json.writeStartObject();
                json.writeNumberProperty("t", micros(bucket.start()));
                json.writeNumberProperty("open", Math.round(bucket.average() * 1_000) / 1e3);
                json.writeNumberProperty("peak", bucket.peak());
                json.writeNumberProperty("started", bucket.started());
                json.writeNumberProperty("handshakes", bucket.connections());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty("total_connections", answer.connections());
            json.writeNumberProperty("serial_connections", answer.serial());
            json.writeArrayPropertyStart("connections");
            for (Concurrency.Connection connection : answer.busiest()) {
                json.writeStartObject();
                json.writeStringProperty("connection", connection.client());
                json.writeStringProperty("server", connection.server());
                json.writeNumberProperty("flows", connection.flows());
                json.writeBooleanProperty("serial", connection.serial());
                filter(json, connection.filter());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private ApiResponse repeats(ApiRequest request) throws IOException {
        long seconds = request.number("seconds", 10, 1, MOST_SECONDS);
        int top = (int) request.number("top", 50, 1, MOST_GROUPS);
        Repeats.Answer answer = query.answer(
                request,
                new Question<>(List.of("repeats", seconds, top), () -> new Repeats(seconds * 1_000_000_000, top)));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberProperty("repeated", answer.repeated());
            json.writeNumberProperty("requests", answer.requests());
            json.writeArrayPropertyStart("groups");
            for (Repeats.Repeat repeat : answer.repeats()) {
                json.writeStartObject();
                json.writeStringProperty("method", repeat.method());
                json.writeStringProperty("url", repeat.url());
                json.writeNumberProperty("flows", repeat.flows());
                json.writeNumberProperty("first", repeat.first());
                Json.property(json, "gap", millis(repeat.gap()));
                json.writeNumberProperty("request_bytes", repeat.requestBytes());
                json.writeNumberProperty("response_bytes", repeat.responseBytes());
                filter(json, repeat.filter());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void span(JsonGenerator json, long from, long step, int count) {
        json.writeNumberProperty("from", micros(from));
        json.writeNumberProperty("to", micros(from + step * count));
        json.writeNumberProperty("step", micros(step));
    }

    private static void filter(JsonGenerator json, @Nullable Filter filter) {
        if (filter != null) {
            json.writeStringProperty("filter", filter.toString());
        }
    }

    static long micros(long nanos) {
        return Math.floorDiv(nanos, 1_000);
    }

    /** Returns milliseconds; null for a negative number, which stands for none. */
    static @Nullable Double millis(long nanos) {
        return nanos < 0 ? null : nanos / 1_000 / 1e3;
    }
}
