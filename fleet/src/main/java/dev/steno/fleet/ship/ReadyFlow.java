package dev.steno.fleet.ship;

import dev.steno.codec.FlowCodec;
import dev.steno.fleet.pack.Packed;
import dev.steno.fleet.pack.Packer;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.search.FlowTrigrams;
import dev.steno.store.FlowRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A flow ready to be sent: all that can fail apart from the store was done. It does not keep the flow itself, which is large
 * and would live until its batch is sent. Immutable.
 *
 * @param certificates those to which it and its edits refer, possibly with duplicates
 * @param edits the flow before each of its edits
 * @param texts for the index of texts
 */
record ReadyFlow(
        FlowRow row,
        Packed message,
        Map<String, String> annotations,
        List<Certificate> certificates,
        List<Edit> edits,
        FlowTrigrams texts) {
    /** A flow before an edit. */
    record Edit(FlowEdit edit, Packed message) {}

    /**
     * Compresses a flow, and encodes what it was before its edits.
     *
     * @param encoded its encoded form
     * @param before the flow before each of its edits, in their order
     * @throws RuntimeException if it cannot be encoded
     */
    static ReadyFlow of(
            Flow flow, byte[] encoded, List<FlowEdit> edits, List<HttpFlow> before, FlowTrigrams texts, Packer packer) {
        List<Edit> packed = new ArrayList<>(edits.size());
        List<Certificate> certificates = new ArrayList<>(4);
        for (int i = 0; i < edits.size(); i++) {
            packed.add(new Edit(edits.get(i), packer.message(FlowCodec.encode(before.get(i)))));
            FlowCodec.certificates(before.get(i), certificates::add);
        }
        FlowCodec.certificates(flow, certificates::add);
        return new ReadyFlow(
                FlowRow.of(flow), packer.message(encoded), flow.notes().metadata(), certificates, packed, texts);
    }

    /** Returns about how many bytes it takes on the way. */
    long bytes() {
        return message.bytes().length + 512L;
    }
}
