package dev.steno.session;

import dev.steno.flow.Flow;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The newest revision of each flow that is not durable yet. A flow enters when a fact names it and leaves after the commit
 * that holds its newest revision: asked first, then the store, a reader misses nothing. Any thread.
 */
public final class HotStore {
    private final ConcurrentMap<Long, Flow> flows = new ConcurrentHashMap<>();

    /** The newest revision that is not durable yet; null where the store has it, or nobody has. */
    public @Nullable Flow flow(long id) {
        return flows.get(id);
    }

    /** How many flows are not durable yet. */
    public int size() {
        return flows.size();
    }

    /** All flows that are not durable yet, in no order. */
    public List<Flow> flows() {
        return List.copyOf(flows.values());
    }

    /** Changes what is kept of a flow, one thread at a time for each flow. The change must not wait. */
    void compute(long id, UnaryOperator<@Nullable Flow> change) {
        flows.compute(id, (key, held) -> change.apply(held));
    }

    void remove(long id) {
        flows.remove(id);
    }

    /** Lets a flow go, unless a newer revision came meanwhile. */
    void durable(Flow flow) {
        flows.computeIfPresent(flow.id(), (id, held) -> held.revision() <= flow.revision() ? null : held);
    }
}
