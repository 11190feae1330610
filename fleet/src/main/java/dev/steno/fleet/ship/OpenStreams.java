package dev.steno.fleet.ship;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.ship.PendingFlow;
import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.store.SessionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * WebSockets and raw streams that the store has as open. Their messages are recorded without a new revision of the flow, so
 * a shipper looks for them, once a second. For the shipper's thread.
 */
final class OpenStreams {
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ShipSpool spool;

    /** For each open stream, the number of the next message when it was sent last. */
    private final Map<Long, Long> seen = new HashMap<>();

    private long lookedAt = System.nanoTime();

    OpenStreams(ShipSpool spool) {
        this.spool = spool;
    }

    /** Returns a part with the open streams that have further messages. */
    ShipBatch withNews(ShipBatch part) throws SessionException {
        note(part.flows());
        if (System.nanoTime() - lookedAt < BETWEEN_LOOKS_NANOS) {
            return part;
        }
        lookedAt = System.nanoTime();
        Set<Long> present = new HashSet<>();
        part.flows().forEach(flow -> present.add(flow.id()));
        List<Long> grown = new ArrayList<>();
        for (Map.Entry<Long, Long> each : seen.entrySet()) {
            if (!present.contains(each.getKey()) && spool.content().nextMessage(each.getKey()) > each.getValue()) {
                grown.add(each.getKey());
            }
        }
        if (grown.isEmpty()) {
            return part;
        }
        List<PendingFlow> news = spool.flows(grown);
        note(news);
        List<PendingFlow> all = new ArrayList<>(part.flows());
        all.addAll(news);
        return new ShipBatch(all, part.gone(), part.shippedTo(), part.later(), part.refused(), part.whole());
    }

    /** Notes how far the streams are that are about to be sent. */
    private void note(List<PendingFlow> flows) throws SessionException {
        for (PendingFlow pending : flows) {
            Flow flow = pending.isOpen() ? spool.content().decoded(pending).flow() : null;
            boolean stream = !(flow instanceof HttpFlow http) || http.webSocket() != null;
            if (flow != null && stream) {
                seen.put(pending.id(), spool.content().nextMessage(pending.id()));
            } else {
                seen.remove(pending.id());
            }
        }
    }
}
