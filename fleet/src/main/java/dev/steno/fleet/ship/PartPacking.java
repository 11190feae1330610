package dev.steno.fleet.ship;

import dev.steno.codec.FlowCodec;
import dev.steno.fleet.pack.Packer;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.ship.PendingFlow;
import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.sqlite.ship.SpoolContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;

/**
 * Makes a part of a session ready to be sent: decodes its flows, leaves out and redacts what stays behind, compresses the rest,
 * and sends the pieces of its flows. For the shipper's thread.
 */
final class PartPacking {
    private final OutgoingFlows outgoing;
    private final PieceShipping pieces;
    private final SpoolContent content;
    private final ShippedTexts texts;

    PartPacking(OutgoingFlows outgoing, PieceShipping pieces, SpoolContent content, ShippedTexts texts) {
        this.outgoing = outgoing;
        this.pieces = pieces;
        this.content = content;
        this.texts = texts;
    }

    /** Waits until nobody else uses the connection. */
    @FunctionalInterface
    interface Turn {
        void await() throws IOException;
    }

    /**
     * Packs a part. Of what was read, only that is kept which is noted later: a young collection copies all that is in memory.
     *
     * @param part its flows are replaced by {@link PendingFlow#packed}
     * @param recorder the number of the session in the store
     * @param turn is awaited before the connection is used, which is only for pieces
     * @throws StoreFailure if the store does not take pieces now; the same part may be packed again
     */
    PackedPart pack(SharedStore store, int recorder, ShipBatch part, Packer packer, Turn turn) throws IOException {
        List<ReadyFlow> ready = new ArrayList<>(part.flows().size());
        List<ShipBatch.Gone> gone = new ArrayList<>(part.gone());
        List<ShipBatch.Refused> refused = new ArrayList<>();
        long tooOld = 0;
        for (ListIterator<PendingFlow> each = part.flows().listIterator(); each.hasNext(); ) {
            PendingFlow pending = each.next();
            each.set(pending.packed());
            SpoolContent.Decoded decoded = content.decoded(pending);
            Flow flow = decoded.flow();
            if (flow == null) {
                refused.add(new ShipBatch.Refused(pending.id(), 0, String.valueOf(decoded.damage())));
            } else if (store.isTooOld(flow.started())) {
                tooOld++;
            } else if (!outgoing.isShipped(flow)) {
                if (pending.notes() > 0) { // an earlier revision may have been sent
                    gone.add(new ShipBatch.Gone(flow.id(), flow.started()));
                }
            } else {
                if (pieces.mayHave(flow)) {
                    turn.await();
                }
                prepare(store, recorder, flow, pending.encoded(), packer, ready, refused);
            }
        }
        return new PackedPart(part, ready, gone, refused, tooOld);
    }

    private void prepare(
            SharedStore store,
            int recorder,
            Flow flow,
            byte[] recorded,
            Packer packer,
            List<ReadyFlow> to,
            List<ShipBatch.Refused> refused)
            throws IOException {
        try {
            List<SpoolContent.Edit> edits =
                    flow instanceof HttpFlow http && http.original() != null ? content.edits(flow.id()) : List.of();
            OutgoingContent kept = outgoing.content();
            Map<Long, Long> sizes = pieces.send(store, recorder, flow, edits, kept);
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
            to.add(ReadyFlow.of(sent, encoded, told, before, texts.read(sent, kept), packer));
        } catch (StoreFailure e) {
            if (e.kind() != StoreFailure.Kind.ROWS) {
                throw e;
            }
            refused.add(new ShipBatch.Refused(flow.id(), flow.revision(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            refused.add(new ShipBatch.Refused(
                    flow.id(),
                    flow.revision(),
                    "it cannot be encoded: " + e.getClass().getSimpleName()));
        }
    }
}
