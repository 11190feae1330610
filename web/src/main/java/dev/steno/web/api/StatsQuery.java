package dev.steno.web.api;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.stats.FlowScope;
import dev.steno.stats.Question;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionException;
import dev.steno.view.Arrangement;
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
        return answer(request, selection(request), question);
    }

    /** Like the other, about a given selection. */
    <R> R answer(ApiRequest request, FlowScope selection, Question<R> question) throws SessionException {
        try {
            return statistics.answer(selection, question, () -> false);
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
    FlowScope selection(ApiRequest request) {
        FlowScope of = flows(request);
        if (request.parameter("from").isEmpty() && request.parameter("to").isEmpty()) {
            return of;
        }
        long from = request.number("from", 0, 0, LATEST_MICROS);
        long to = request.number("to", LATEST_MICROS, 0, LATEST_MICROS);
        return of.between(from * NANOS_PER_MICRO, to * NANOS_PER_MICRO);
    }

    /** Returns what {@code filter} or {@code view} select, whenever it began. */
    FlowScope flows(ApiRequest request) {
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

    private FlowScope view(ApiRequest request) {
        long number = request.number("view", 0, 0, Integer.MAX_VALUE);
        View view = views.find((int) number)
                .orElseThrow(() -> Problem.notFound("there is no view " + number + "; its page has left"));
        Arrangement arrangement = get(view.arrangement());
        return FlowScope.of(
                List.of(number, arrangement.filter().toString(), arrangement.markedOnly()),
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
