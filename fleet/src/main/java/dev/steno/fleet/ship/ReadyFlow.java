package dev.steno.fleet.ship;

import dev.steno.codec.FlowCodec;
import dev.steno.fleet.pack.Packed;
import dev.steno.fleet.pack.Packer;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.store.FlowRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A flow ready to be sent: all that can fail apart from the store was done. Immutable.
 *
 * @param edits the flow before each of its edits
 * @param certificates to which it and its edits refer
 */
record ReadyFlow(Flow flow, FlowRow row, Packed message, List<Edit> edits, Set<Certificate> certificates) {
    /** A flow before an edit. */
    record Edit(FlowEdit edit, Packed message) {}

    /**
     * Encodes a flow.
     *
     * @param before the flow before each of its edits, in their order
     * @throws RuntimeException if it cannot be encoded
     */
    static ReadyFlow of(Flow flow, List<FlowEdit> edits, List<HttpFlow> before, Packer packer) {
        Set<Certificate> certificates = new LinkedHashSet<>(FlowCodec.certificates(flow));
        List<Edit> packed = new ArrayList<>(edits.size());
        for (int i = 0; i < edits.size(); i++) {
            certificates.addAll(FlowCodec.certificates(before.get(i)));
            packed.add(new Edit(edits.get(i), packer.message(FlowCodec.encode(before.get(i)))));
        }
        return new ReadyFlow(flow, FlowRow.of(flow), packer.message(FlowCodec.encode(flow)), packed, certificates);
    }

    /** Returns about how many bytes it takes on the way. */
    long bytes() {
        return message.bytes().length + 512L;
    }
}
