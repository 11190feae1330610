package dev.steno.fleet.ship;

import dev.steno.codec.FlowCodec;
import dev.steno.fleet.pack.Packer;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.ship.PendingFlow;
import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.sqlite.ship.ShipTarget;
import dev.steno.sqlite.ship.SpoolContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends one part of a session: the pieces of its flows, then the flows as one batch. If the store refuses rows, the batch is
 * halved until the flow is found that is refused; the others are sent without it. For the shipper's thread.
 */
final class PartShipping {
    private final SharedStore store;
    private final ShipTarget target;
    private final OutgoingFlows outgoing;
    private final PieceShipping pieces;
    private final Packer packer;
    private final SpoolContent content;
    private final ShipListener listener;
    private final ShippedTexts texts;
    private final List<ShipBatch.Refused> refused = new ArrayList<>();
    private long batch;
    private long sent;
    private long removed;
    private long tooOld;
    private long bytes;

    PartShipping(
            SharedStore store,
            ShipTarget target,
            OutgoingFlows outgoing,
            PieceShipping pieces,
            Packer packer,
            SpoolContent content,
            ShipListener listener,
            ShippedTexts texts) {
        this.store = store;
        this.target = target;
        this.outgoing = outgoing;
        this.pieces = pieces;
        this.packer = packer;
        this.content = content;
        this.listener = listener;
        this.texts = texts;
        this.batch = target.batch();
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
     * @return the part with the flows that were refused
     * @throws Fenced if another shipper took over
     * @throws StoreFailure if the store does not take it now; the same part may be sent again
     */
    ShipBatch send(ShipBatch part) throws IOException {
        List<ShipBatch.Gone> gone = new ArrayList<>(part.gone());
        List<ReadyFlow> ready = new ArrayList<>(part.flows().size());
        for (PendingFlow pending : part.flows()) {
            SpoolContent.Decoded decoded = content.decoded(pending);
            Flow flow = decoded.flow();
            if (flow == null) {
                refuse(pending.id(), 0, String.valueOf(decoded.damage()));
            } else if (store.isTooOld(flow.started())) {
                tooOld++;
            } else if (!outgoing.isShipped(flow)) {
                if (pending.notes() > 0) { // an earlier revision may have been sent
                    gone.add(new ShipBatch.Gone(flow.id(), flow.started()));
                }
            } else {
                prepare(flow, pending.encoded(), ready);
            }
        }
        if (!ready.isEmpty() || !gone.isEmpty()) {
            apply(ready, gone);
        }
        return new ShipBatch(part.flows(), part.gone(), part.shippedTo(), part.later(), refused, part.whole());
    }

    private void prepare(Flow flow, byte[] recorded, List<ReadyFlow> to) throws IOException {
        try {
            List<SpoolContent.Edit> edits =
                    flow instanceof HttpFlow http && http.original() != null ? content.edits(flow.id()) : List.of();
            OutgoingContent kept = outgoing.content();
            Map<Long, Long> sizes = pieces.send(store, target.recorder(), flow, edits, kept);
            List<FlowEdit> told = new ArrayList<>();
            List<HttpFlow> before = new ArrayList<>();
            for (SpoolContent.Edit edit : edits) {
                FlowEdit one = edit.edit();
                told.add(new FlowEdit(
                        one.number(), one.time(), one.by(), outgoing.redactor().text(one.what())));
                before.add(PieceShipping.sized(outgoing.before(edit.before()), sizes));
            }
            Flow sent = PieceShipping.sized(outgoing.outgoing(flow), sizes);
            byte[] encoded = sent == flow ? recorded : FlowCodec.encode(sent);
            to.add(ReadyFlow.of(sent, encoded, told, before, packer));
            texts.read(sent, kept);
        } catch (StoreFailure e) {
            if (e.kind() != StoreFailure.Kind.ROWS) {
                throw e;
            }
            refuse(flow.id(), flow.revision(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            refuse(
                    flow.id(),
                    flow.revision(),
                    "it cannot be encoded: " + e.getClass().getSimpleName());
        }
    }

    private void refuse(long flow, int revision, String reason) {
        refused.add(new ShipBatch.Refused(flow, revision, reason));
        listener.refused(flow, reason);
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
                refuse(flows.get(0).row().id(), flows.get(0).row().revision(), String.valueOf(e.getMessage()));
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
