package dev.steno.fleet.read;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import dev.steno.store.UndamagedFlows;
import dev.steno.text.FileErrors;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes and tests the flows whose columns do not decide whether they match, several with one query. For one search; close it
 * at the end.
 */
final class FlowMatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlowMatcher.class);

    /** Flows that cannot be searched are logged one by one up to this number; of further ones, the number is. */
    private static final int LOGGED = 3;

    private final SessionReader reader;
    private final Filter filter;
    private final ContentSource content;
    private long unsearched;

    FlowMatcher(SessionReader reader, Filter filter) {
        this.reader = reader;
        this.filter = filter;
        this.content = new StoredContent(reader);
    }

    /**
     * Returns the hits that match, in their order. A damaged flow is logged and does not match, so that the search goes on.
     *
     * @param cancelled polled before each flow
     */
    <T> List<SharedSearch.Hit<T>> sure(List<SharedSearch.Hit<T>> hits, BooleanSupplier cancelled)
            throws SessionException {
        List<Long> open = hits.stream()
                .filter(hit -> !hit.sure())
                .map(hit -> hit.key().id())
                .toList();
        if (open.isEmpty()) {
            return hits;
        }
        Map<Long, Flow> flows = decode(open);
        List<SharedSearch.Hit<T>> sure = new ArrayList<>(hits.size());
        for (SharedSearch.Hit<T> hit : hits) {
            if (!hit.sure() && cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            if (hit.sure() || matches(flows.get(hit.key().id()))) {
                sure.add(hit);
            }
        }
        return sure;
    }

    private boolean matches(@Nullable Flow flow) {
        if (flow == null) {
            return false; // removed since, or damaged
        }
        try {
            return filter.test(flow, content) == Match.YES;
        } catch (UncheckedIOException e) {
            tell("a body of flow " + FlowNumber.print(flow.id()) + " cannot be searched: " + reason(e));
            return false;
        }
    }

    /** The message of the wrapper begins with a class name. */
    private static String reason(UncheckedIOException e) {
        return FileErrors.reason(Objects.requireNonNull(e.getCause()));
    }

    private Map<Long, Flow> decode(List<Long> ids) throws SessionException {
        Map<Long, Flow> flows = new HashMap<>();
        for (Flow flow : UndamagedFlows.read(reader, ids, (damaged, why) -> tell(why))) {
            flows.put(flow.id(), flow);
        }
        return flows;
    }

    private void tell(String why) {
        if (++unsearched <= LOGGED) {
            LOG.warn("a search passes a flow over: {}", why);
        }
    }

    /** Logs how many further flows could not be searched. */
    @Override
    public void close() {
        if (unsearched > LOGGED) {
            LOG.warn("the search passed {} further flows over, which are damaged", unsearched - LOGGED);
        }
    }
}
