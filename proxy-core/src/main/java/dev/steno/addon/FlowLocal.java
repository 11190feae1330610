package dev.steno.addon;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A value for each flow in progress, such as what a handler of the request keeps for the response. Released once the flow
 * has ended: after its last fact and the call of the handlers of {@link Hook#ERROR}. Any thread.
 *
 * @param <T> the type of the values, which are used by several threads if the handlers are
 */
public final class FlowLocal<T> {
    private final FlowsInFlight flows;
    private final Supplier<T> initial;
    private final Consumer<T> removed;
    private final Map<Long, T> values = new ConcurrentHashMap<>();

    FlowLocal(FlowsInFlight flows, Supplier<T> initial, Consumer<T> removed) {
        this.flows = flows;
        this.removed = removed;
        this.initial = initial;
    }

    /** Returns the value of a flow, and creates it first if there is none. A flow that has ended does not keep it. */
    public T get(long flow) {
        T value = values.get(flow);
        if (value != null) {
            return value;
        }
        T created = values.computeIfAbsent(flow, number -> initial.get());
        if (flows.find(flow).isEmpty()) { // it ended before, and nothing would release the value
            remove(flow);
        }
        return created;
    }

    /** Returns the value of a flow; empty if it has none. */
    public Optional<T> find(long flow) {
        return Optional.ofNullable(values.get(flow));
    }

    /** Removes the value of a flow before its end. Returns whether it had one. */
    public boolean remove(long flow) {
        T value = values.remove(flow);
        if (value != null) {
            removed.accept(value);
        }
        return value != null;
    }

    /** Whether no flow has a value. */
    public boolean isEmpty() {
        return values.isEmpty();
    }
}
