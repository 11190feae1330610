package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A change of filter under way. While the scan reads what is durable, the revisions that come are collected; they are
 * applied over the scan's result when it is swapped in, so that nothing falls between the two. For the view thread, but
 * {@link #isCancelled()}.
 */
final class Refilter {
    private final Filter filter;
    private final CompletableFuture<Void> done;
    private final Map<Long, Flow> collected = new LinkedHashMap<>();
    private volatile boolean cancelled;

    Refilter(Filter filter) {
        this(filter, new CompletableFuture<>());
    }

    private Refilter(Filter filter, CompletableFuture<Void> done) {
        this.filter = filter;
        this.done = done;
    }

    /** The same change, to be scanned for from the beginning; whoever waits goes on waiting. */
    Refilter restarted() {
        return new Refilter(filter, done);
    }

    Filter filter() {
        return filter;
    }

    /** Completes when the filter is in force; fails when it was superseded or the scan failed. */
    CompletableFuture<Void> done() {
        return done;
    }

    void collect(Flow flow) {
        collected.merge(flow.id(), flow, (held, next) -> next.revision() > held.revision() ? next : held);
    }

    /** The newest revision of each flow that changed since the scan began. */
    Iterable<Flow> collected() {
        return collected.values();
    }

    /** Ends the scan; in favour of another, which may be this one {@link #restarted()}. */
    void cancel(Refilter successor) {
        cancelled = true;
        if (successor.done != done) {
            done.cancel(false);
        }
    }

    boolean isCancelled() {
        return cancelled;
    }
}
