package dev.steno.addon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The flows that have not ended, by number, for commands that act on them. Any thread. */
public final class FlowsInFlight {
    private final Map<Long, FlowInFlight> all = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, FlowInFlight> held = new ConcurrentSkipListMap<>();
    private final List<FlowLocal<?>> locals = new CopyOnWriteArrayList<>();

    /** Adds a flow; called by its exchange. */
    public void began(long id, FlowInFlight flow) {
        all.put(id, flow);
    }

    /** Removes a flow; called by its exchange. */
    public void ended(long id) {
        all.remove(id);
        held.remove(id);
    }

    /** Releases the values of a flow that has ended; called by its exchange after its last fact. */
    public void release(long id) {
        for (FlowLocal<?> each : locals) {
            each.remove(id);
        }
    }

    /**
     * Returns a value for each flow, at first without any. Call it once for each purpose, when an addon is registered:
     * it is kept as long as the process.
     *
     * @param initial creates the value of a flow when it is first asked for; any thread
     */
    public <T> FlowLocal<T> perFlow(Supplier<T> initial) {
        return perFlow(initial, value -> {});
    }

    /**
     * As {@link #perFlow(Supplier)}.
     *
     * @param removed called with each value once it has been removed, on the thread that does it, which may be an event
     *     loop; must not block
     */
    public <T> FlowLocal<T> perFlow(Supplier<T> initial, Consumer<T> removed) {
        FlowLocal<T> local = new FlowLocal<>(this, initial, removed);
        locals.add(local);
        return local;
    }

    /** A message of a flow is held, or no longer; called by its exchange. */
    public void held(long id, FlowInFlight flow, boolean now) {
        if (now) {
            held.put(id, flow);
        } else {
            held.remove(id);
        }
    }

    /** Finds a flow; empty if it has ended or never was. */
    public Optional<FlowInFlight> find(long id) {
        return Optional.ofNullable(all.get(id));
    }

    /**
     * Finds a flow on which an action is asked for.
     *
     * @throws FlowActionException if it has ended or never was
     */
    public FlowInFlight get(long id) {
        return find(id).orElseThrow(() ->
                new FlowActionException(FlowActionException.Reason.ENDED, "flow " + id + " is not in progress"));
    }

    /** The numbers of the flows of which a message is held, ascending. */
    public List<Long> held() {
        return List.copyOf(held.keySet());
    }

    /** The number of held flows. */
    public int heldCount() {
        return held.size();
    }

    /** The numbers of all flows that have not ended. */
    public List<Long> numbers() {
        return List.copyOf(all.keySet());
    }
}
