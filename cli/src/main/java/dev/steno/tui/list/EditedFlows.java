package dev.steno.tui.list;

import dev.steno.store.FlowHistory;
import dev.steno.store.FlowRow;
import dev.steno.tui.screen.Desk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which of the visible flows are not as the peers sent them. Their rows do not tell, so the flows are read once they are
 * shown, and again when they have changed. For the interface's thread.
 */
final class EditedFlows {
    /** Between two reads, in nanoseconds: rows that pass quickly are not worth more. */
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Desk desk;

    /** What is known of a flow. */
    private record Known(int revision, boolean edited) {}

    private Map<Long, Known> known = new HashMap<>();

    /** Whether a read is in flight. Also set by the thread on which one fails, which the desk reports. */
    private volatile boolean reading;

    private long read = System.nanoTime() - BETWEEN_NANOS;

    EditedFlows(Desk desk) {
        this.desk = desk;
    }

    boolean isEdited(FlowRow row) {
        Known flow = known.get(row.id());
        return flow != null && flow.edited();
    }

    /**
     * Begins to read what is not known of rows that are visible; those of others are forgotten. Returns false if it is too soon
     * after the last time, so that it must be called again.
     */
    boolean want(List<FlowRow> visible) {
        if (reading || System.nanoTime() - read < BETWEEN_NANOS) {
            return false;
        }
        Map<Long, Known> kept = new HashMap<>();
        List<Long> lacking = new ArrayList<>();
        for (FlowRow row : visible) {
            Known flow = known.get(row.id());
            if (flow != null) {
                kept.put(row.id(), flow);
            }
            if (flow == null || flow.revision() < row.revision()) {
                lacking.add(row.id());
            }
        }
        known = kept;
        if (lacking.isEmpty()) {
            return true;
        }
        reading = true;
        read = System.nanoTime();
        desk.await(
                desk.source().view().flows(lacking).whenComplete((flows, thrown) -> reading = thrown == null),
                flows -> {
                    reading = false;
                    flows.forEach(
                            flow -> known.put(flow.id(), new Known(flow.revision(), FlowHistory.isChanged(flow))));
                });
        return true;
    }
}
