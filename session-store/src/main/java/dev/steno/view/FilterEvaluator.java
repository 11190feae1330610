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
 * Tests flows that changed. Where the filter asks for a body that is stored beside its flow, the test waits until the pieces
 * that the flow counts can be read, and is made on a reading thread; until then the flow is shown as it was. For the view
 * thread.
 */
final class FilterEvaluator {
    private static final Logger LOG = LoggerFactory.getLogger(FilterEvaluator.class);

    private final FlowSource source;
    private final ViewThreads threads;
    private final ReaderPair readers;
    private final Result result;

    /** Which revision of a flow is being tested, by which filter. */
    private final Map<Long, Test> underWay = new HashMap<>();

    private record Test(int revision, Filter filter) {}

    /** Takes results on the view thread. */
    interface Result {
        void tested(Flow flow, Filter asked, boolean matches);
    }

    FilterEvaluator(FlowSource source, ViewThreads threads, ReaderPair readers, Result result) {
        this.source = source;
        this.threads = threads;
        this.readers = readers;
        this.result = result;
    }

    /** The answer where it can be given now; else it may come later. */
    Match test(Flow flow, Filter filter) {
        Match match = filter.test(flow, ContentSource.NONE);
        if (match == Match.UNKNOWN && filter.needsBody()) {
            underWay.put(flow.id(), new Test(flow.revision(), filter));
            source.inReach(false)
                    .thenApplyAsync(inReach -> filter.test(flow, new StoredContent(readers.scans())), threads.reading())
                    .whenCompleteAsync((found, failure) -> end(flow, filter, found, failure), threads.view());
        } else {
            underWay.remove(flow.id());
        }
        return match;
    }

    /** Whether an answer about this revision will come. */
    boolean isUnderWay(Flow flow) {
        Test test = underWay.get(flow.id());
        return test != null && test.revision() == flow.revision();
    }

    private void end(Flow flow, Filter asked, @Nullable Match match, @Nullable Throwable failure) {
        if (!underWay.remove(flow.id(), new Test(flow.revision(), asked))) {
            return; // a newer revision overtook it, or another filter
        }
        if (match == null) {
            LOG.warn("flow {} cannot be searched", flow.id(), failure);
        } else {
            result.tested(flow, asked, match == Match.YES);
        }
    }

    void forget(long flow) {
        underWay.remove(flow);
    }
}
