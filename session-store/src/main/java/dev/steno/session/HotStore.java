package dev.steno.session;

import dev.steno.flow.Flow;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds the newest revision of each flow that is not durable yet. A flow enters when a fact contains it and leaves
 * after the commit of its newest revision. So a reader that asks here first and the store second always finds the flow.
 * Any thread.
 */
public final class HotStore {
    private final ConcurrentMap<Long, Flow> flows = new ConcurrentHashMap<>();

    /**
     * Returns the newest revision that is not durable yet; null if that revision is durable or the flow does not exist.
     */
    public @Nullable Flow flow(long id) {
        return flows.get(id);
    }

    /** Returns the number of flows that are not durable yet. */
    public int size() {
        return flows.size();
    }

    /** Returns all flows that are not durable yet, in no particular order. */
    public List<Flow> flows() {
        return List.copyOf(flows.values());
    }

    /**
     * Replaces the revision that is held of a flow. Calls for one flow run one at a time. The change must not block.
     */
    void compute(long id, UnaryOperator<@Nullable Flow> change) {
        flows.compute(id, (key, held) -> change.apply(held));
    }

    void remove(long id) {
        flows.remove(id);
    }

    /** Removes a flow after its commit, unless a newer revision has arrived in the meantime. */
    void durable(Flow flow) {
        flows.computeIfPresent(flow.id(), (id, held) -> held.revision() <= flow.revision() ? null : held);
    }
}
