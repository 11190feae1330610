package dev.steno.fleet.ship;

import dev.steno.fleet.server.StoreFailure;
import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.sqlite.ship.ShipTarget;
import java.io.IOException;
import java.util.List;

/**
 * Sends a packed part as one batch. If the store refuses rows, the batch is halved until the flow is found that is refused; the
 * others are sent without it. For one thread at a time, which uses the connection.
 */
final class PartShipping {
    private final SharedStore store;
    private final ShipTarget target;
    private final PackedPart part;
    private final ShippedTexts texts;
    private long batch;
    private long sent;
    private long removed;
    private long tooOld;
    private long bytes;

    PartShipping(SharedStore store, ShipTarget target, PackedPart part, ShippedTexts texts) {
        this.store = store;
        this.target = target;
        this.part = part;
        this.texts = texts;
        this.batch = target.batch();
        this.tooOld = part.tooOld();
    }

    /** Another shipper writes under the number of this session. */
    static final class Fenced extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The last batch that was committed. */
    long batch() {
        return batch;
    }

    /** How many flows the store took. */
    long sent() {
        return sent;
    }

    /** How many flows were removed from the store, or would have been if it had them. */
    long removed() {
        return removed;
    }

    /** How many flows were left out, since the store no longer keeps flows of their time. */
    long tooOld() {
        return tooOld;
    }

    /** How many bytes of flows the store took, without their pieces. */
    long bytes() {
        return bytes;
    }

    /**
     * Sends the part.
     *
     * @throws Fenced if another shipper took over
     * @throws StoreFailure if the store does not take it now; the same part may be sent again
     */
    void send() throws IOException {
        if (!part.isEmpty()) {
            apply(part.flows(), part.gone());
        }
    }

    private void refuse(ReadyFlow flow, StoreFailure reason) {
        part.refused()
                .add(new ShipBatch.Refused(
                        flow.row().id(), flow.row().revision(), String.valueOf(reason.getMessage())));
    }

    private void apply(List<ReadyFlow> flows, List<ShipBatch.Gone> gone) throws IOException {
        try {
            texts.sending(flows);
            SharedStore.Outcome outcome =
                    store.apply(target.recorder(), target.epoch(), target.nextPart(), batch + 1, flows, gone, texts);
            if (outcome == SharedStore.Outcome.FENCED) {
                throw new Fenced();
            }
            if (outcome == SharedStore.Outcome.TOO_OLD) {
                List<ReadyFlow> kept = flows.stream()
                        .filter(flow -> !store.isTooOld(flow.row().started()))
                        .toList();
                tooOld += flows.size() - kept.size();
                if (!kept.isEmpty() || !gone.isEmpty()) {
                    apply(kept, gone);
                }
                return;
            }
            batch++;
            if (outcome == SharedStore.Outcome.KNOWN) {
                apply(flows, gone); // what was committed unheard may be less than this
                return;
            }
            texts.sent(flows, gone);
            sent += flows.size();
            removed += gone.size();
            for (ReadyFlow flow : flows) {
                bytes += flow.bytes();
            }
        } catch (StoreFailure e) {
            if (e.kind() != StoreFailure.Kind.ROWS || flows.isEmpty()) {
                throw e;
            }
            if (flows.size() == 1) {
                refuse(flows.get(0), e);
                if (!gone.isEmpty()) {
                    apply(List.of(), gone);
                }
                return;
            }
            int half = flows.size() / 2;
            apply(flows.subList(0, half), gone);
            apply(flows.subList(half, flows.size()), List.of());
        }
    }
}
