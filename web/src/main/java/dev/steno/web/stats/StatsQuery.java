package dev.steno.web.stats;

import dev.steno.filter.Filter;
import dev.steno.stats.FlowScope;
import dev.steno.stats.Question;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionException;
import dev.steno.view.Arrangement;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import dev.steno.web.flows.FlowSelection;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.session.FilterParameter;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Reads which flows a request for statistics is about, and asks questions about them, which end if the client leaves.
 * Any request thread.
 */
final class StatsQuery {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long LATEST_MICROS = Long.MAX_VALUE / NANOS_PER_MICRO;

    private final Statistics statistics;
    private final RecordedSession session;

    StatsQuery(Statistics statistics, RecordedSession session) {
        this.statistics = statistics;
        this.session = session;
    }

    /**
     * Returns the answer to a question about the request's flows.
     *
     * @throws ApiProblem 429 if too many questions wait; 503 if the work was cancelled
     */
    <R> R answer(ApiRequest request, Question<R> question) throws IOException {
        return answer(request, scope(request), question);
    }

    /** Like the other, about given flows. */
    <R> R answer(ApiRequest request, FlowScope scope, Question<R> question) throws SessionException {
        return run(() -> statistics.answer(scope, question, request::isGone));
    }

    /** Reads something else than columns. */
    <R> R read(ApiRequest request, Statistics.Reading<R> reading) throws SessionException {
        return run(() -> statistics.read(reading, request::isGone));
    }

    private interface Work<R> {
        R run() throws SessionException;
    }

    private <R> R run(Work<R> work) throws SessionException {
        session.requireRecorded();
        try {
            return work.run();
        } catch (Statistics.BusyException e) {
            throw ApiProblem.of(429, String.valueOf(e.getMessage()));
        } catch (CancellationException e) {
            throw ApiProblem.of(503, "the statistics were cancelled; ask again");
        }
    }

    /** Returns the flows of the request, and of them those that began from {@code from} until before {@code to}. */
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
            return set(request, FlowSelection.parse(set.get()));
        }
        Optional<Filter> filter = filter(request);
        return filter.isPresent() ? FlowScope.of(filter.get()) : view(session.view(request));
    }

    /** Returns the filter of the request; all flows without one; empty if it names a view instead. */
    Optional<Filter> filter(ApiRequest request) {
        boolean named = request.parameter("view").isPresent();
        boolean filtered = !request.parameter("filter").orElse("").isBlank();
        return named && !filtered ? Optional.empty() : Optional.of(FilterParameter.of(request));
    }

    private FlowScope set(ApiRequest request, FlowSpec spec) {
        if (spec instanceof FlowSpec.Matching matching) {
            return FlowScope.of(matching.filter());
        }
        if (spec instanceof FlowSpec.Ids ids) {
            long[] numbers = ids.flows().stream().mapToLong(Long::longValue).toArray();
            return FlowScope.of(spec, (reader, cancelled) -> Roaring64Bitmap.bitmapOf(numbers));
        }
        View view = session.view(request);
        return FlowScope.of(List.of(view.number(), spec), (reader, cancelled) -> get(view.resolve(spec)));
    }

    private static FlowScope view(View view) {
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
