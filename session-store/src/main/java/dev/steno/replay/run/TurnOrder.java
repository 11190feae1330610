package dev.steno.replay.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which requests wait for the ends of others: those of a recorded connection that were started after the end of an exchange
 * before them, and those that take over values of a response. For the thread of the run.
 */
final class TurnOrder {
    private final RunPlan plan;
    private final boolean byConnection;
    private final CarriedValues carried;
    private final Map<Long, List<Turn>> ofConnections = new HashMap<>(); // that have not ended
    private final Map<Long, Turn> sources = new HashMap<>(); // that have not ended, by recorded flow
    private int blocked;

    TurnOrder(RunPlan plan, RunSettings.Connections connections, CarriedValues carried) {
        this.plan = plan;
        this.byConnection = connections == RunSettings.Connections.RECORDED;
        this.carried = carried;
    }

    /** Adds the next request; returns whether it waits for none. */
    boolean add(Turn turn) {
        long connection = plan.connection(turn.place);
        if (byConnection && connection != 0) {
            List<Turn> others = ofConnections.computeIfAbsent(connection, any -> new ArrayList<>(2));
            for (Turn other : others) {
                if (other.pass != turn.pass || plan.ended(other.place) <= plan.started(turn.place)) {
                    awaits(turn, other);
                }
            }
            others.add(turn);
        }
        for (long source : carried.sources(turn.recorded.id())) {
            awaits(turn, sources.get(source));
        }
        if (carried.isSource(turn.recorded.id())) {
            sources.put(turn.recorded.id(), turn);
        }
        blocked += turn.awaited > 0 ? 1 : 0;
        return turn.awaited == 0;
    }

    private static void awaits(Turn turn, @Nullable Turn other) {
        if (other != null && other != turn) {
            other.successors.add(turn);
            turn.awaited++;
        }
    }

    /** Returns how many requests wait. */
    int blocked() {
        return blocked;
    }

    /** A request has ended, or is not sent. Returns those that wait for none any more. */
    List<Turn> end(Turn turn) {
        long connection = plan.connection(turn.place);
        if (byConnection && connection != 0) {
            List<Turn> others = ofConnections.get(connection);
            if (others != null && others.remove(turn) && others.isEmpty()) {
                ofConnections.remove(connection);
            }
        }
        sources.remove(turn.recorded.id(), turn);
        List<Turn> ready = new ArrayList<>(turn.successors.size());
        for (Turn next : turn.successors) {
            if (--next.awaited == 0) {
                blocked--;
                ready.add(next);
            }
        }
        turn.successors.clear();
        return ready;
    }
}
