package dev.steno.web.api;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.option.ValueException;
import dev.steno.stats.FlowScope;
import dev.steno.stats.Question;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionException;
import dev.steno.view.Arrangement;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import dev.steno.view.Views;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Reads the selection that a request for statistics is about, and asks questions about it. Any request thread. */
final class StatsQuery {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long LATEST_MICROS = Long.MAX_VALUE / NANOS_PER_MICRO;

    private final Statistics statistics;
    private final Views views;

    StatsQuery(Statistics statistics, Views views) {
        this.statistics = statistics;
        this.views = views;
    }

    /**
     * Returns the answer to a question about the request's selection.
     *
     * @throws Problem 429 if too many questions wait; 503 if the work was cancelled
     */
    <R> R answer(ApiRequest request, Question<R> question) throws IOException {
        return answer(request, scope(request), question);
    }

    /** Like the other, about given flows. */
    <R> R answer(ApiRequest request, FlowScope scope, Question<R> question) throws SessionException {
        return run(() -> statistics.answer(scope, question, () -> false));
    }

    /** Reads something else than columns of the request's selection. */
    <R> R read(ApiRequest request, Statistics.Reading<R> reading) throws SessionException {
        return run(() -> statistics.read(reading, () -> false));
    }

    private interface Work<R> {
        R run() throws SessionException;
    }

    private static <R> R run(Work<R> work) throws SessionException {
        try {
            return work.run();
        } catch (Statistics.BusyException e) {
            throw Problem.of(429, String.valueOf(e.getMessage()));
        } catch (CancellationException e) {
            throw Problem.of(503, "the statistics were cancelled; ask again");
        }
    }

    /**
     * Returns what {@code filter} or {@code view} select, and of it what began from {@code from} until before
     * {@code to}.
     */
    FlowScope scope(ApiRequest request) {
        FlowScope of = flows(request);
        if (request.parameter("from").isEmpty() && request.parameter("to").isEmpty()) {
            return of;
        }
        long from = request.number("from", 0, 0, LATEST_MICROS);
        long to = request.number("to", LATEST_MICROS, 0, LATEST_MICROS);
        return of.between(from * NANOS_PER_MICRO, to * NANOS_PER_MICRO);
    }

    /** Returns what {@code set}, {@code filter} or {@code view} select, whenever it began. */
    FlowScope flows(ApiRequest request) {
        Optional<String> set = request.parameter("set");
        if (set.isPresent()) {
            return set(request, set.get());
        }
        return filter(request).map(FlowScope::of).orElseGet(() -> view(request));
    }

    /** Returns the filter of the request; all flows without one; empty if it names a view instead. */
    Optional<Filter> filter(ApiRequest request) {
        String text = request.parameter("filter").orElse("");
        if (!text.isBlank()) {
            return Optional.of(parse(text));
        }
        return request.parameter("view").isPresent() ? Optional.empty() : Optional.of(Filter.ALL);
    }

    private static Filter parse(String text) {
        try {
            return FilterParser.parse(text);
        } catch (FilterSyntaxException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()))
                    .with("column", e.column())
                    .with("found", e.found())
                    .with("expected", e.expected());
        }
    }

    private FlowScope set(ApiRequest request, String text) {
        FlowSpec spec;
        try {
            spec = FlowSpec.parse(text);
        } catch (ValueException e) {
            throw Problem.badRequest("set: " + e.getMessage());
        }
        if (spec instanceof FlowSpec.Matching matching) {
            return FlowScope.of(matching.filter());
        }
        if (spec instanceof FlowSpec.Ids ids) {
            return FlowScope.of(spec, (reader, cancelled) -> Roaring64Bitmap.bitmapOf(
                    ids.flows().stream().mapToLong(Long::longValue).toArray()));
        }
        View view = find(request);
        return FlowScope.of(List.of(view.number(), spec), (reader, cancelled) -> get(view.resolve(spec)));
    }

    private View find(ApiRequest request) {
        long number = request.number("view", 0, 0, Integer.MAX_VALUE);
        return views.find((int) number)
                .orElseThrow(() -> Problem.notFound("there is no view " + number + "; its page has left"));
    }

    private FlowScope view(ApiRequest request) {
        View view = find(request);
        Arrangement arrangement = get(view.arrangement());
        return FlowScope.of(
                List.of(view.number(), arrangement.filter().toString(), arrangement.markedOnly()),
                (reader, cancelled) -> get(view.shown()));
    }

    private static <T> T get(CompletableFuture<T> of) {
        try {
            return of.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the view failed", e.getCause());
        }
    }
}
