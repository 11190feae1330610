package dev.steno.view;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.store.StoredContent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests changed flows against a filter. If the filter needs a body that is stored apart from its flow, the test runs on
 * a searching thread once a reader can see all chunks that the flow counts; until then the view keeps showing or hiding
 * the flow as before. For the view thread.
 */
final class FilterEvaluator {
    private static final Logger LOG = LoggerFactory.getLogger(FilterEvaluator.class);

    private final FlowSource source;
    private final ViewThreads threads;
    private final ViewReaders readers;
    private final Result result;

    /** The revision and filter of the test in progress, by flow number. */
    private final Map<Long, Test> underWay = new HashMap<>();

    private record Test(int revision, Filter filter) {}

    /** Receives the results of deferred tests, on the view thread. */
    interface Result {
        void tested(Flow flow, Filter asked, boolean matches);
    }

    FilterEvaluator(FlowSource source, ViewThreads threads, ViewReaders readers, Result result) {
        this.source = source;
        this.threads = threads;
        this.readers = readers;
        this.result = result;
    }

    /**
     * Returns the result if the flow alone decides it; otherwise {@code UNKNOWN}. If the filter needs a body, the
     * result follows through {@link Result}.
     */
    Match test(Flow flow, Filter filter) {
        Match match = filter.test(flow, ContentSource.NONE);
        if (match == Match.UNKNOWN && filter.needsBody()) {
            underWay.put(flow.id(), new Test(flow.revision(), filter));
            source.inReach(false)
                    .thenApplyAsync(
                            inReach -> readers.search(reader -> filter.test(flow, new StoredContent(reader))),
                            threads.searching())
                    .whenCompleteAsync((found, failure) -> finishTest(flow, filter, found, failure), threads.view());
        } else {
            underWay.remove(flow.id());
        }
        return match;
    }

    /** Whether the test of this revision is in progress. */
    boolean isUnderWay(Flow flow) {
        Test test = underWay.get(flow.id());
        return test != null && test.revision() == flow.revision();
    }

    private void finishTest(Flow flow, Filter asked, @Nullable Match match, @Nullable Throwable failure) {
        if (!underWay.remove(flow.id(), new Test(flow.revision(), asked))) {
            return; // superseded by a newer revision or another filter
        }
        if (match == null) {
            LOG.warn("cannot test flow {} against the filter; the view leaves it as it was", flow.id(), failure);
        } else {
            result.tested(flow, asked, match == Match.YES);
        }
    }

    void forget(long flow) {
        underWay.remove(flow);
    }
}
