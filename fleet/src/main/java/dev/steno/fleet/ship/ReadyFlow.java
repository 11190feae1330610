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
import java.util.List;
import java.util.function.Consumer;

/**
 * A flow ready to be sent: all that can fail apart from the store was done. Immutable.
 *
 * @param edits the flow before each of its edits
 */
record ReadyFlow(Flow flow, FlowRow row, Packed message, List<Edit> edits) {
    /** A flow before an edit. */
    record Edit(FlowEdit edit, HttpFlow before, Packed message) {}

    /**
     * Compresses a flow, and encodes what it was before its edits.
     *
     * @param encoded its encoded form
     * @param before the flow before each of its edits, in their order
     * @throws RuntimeException if it cannot be encoded
     */
    static ReadyFlow of(Flow flow, byte[] encoded, List<FlowEdit> edits, List<HttpFlow> before, Packer packer) {
        List<Edit> packed = new ArrayList<>(edits.size());
        for (int i = 0; i < edits.size(); i++) {
            packed.add(new Edit(edits.get(i), before.get(i), packer.message(FlowCodec.encode(before.get(i)))));
        }
        return new ReadyFlow(flow, FlowRow.of(flow), packer.message(encoded), packed);
    }

    /** Passes on the certificates to which it and its edits refer, possibly with duplicates. */
    void certificates(Consumer<Certificate> to) {
        FlowCodec.certificates(flow, to);
        edits.forEach(edit -> FlowCodec.certificates(edit.before(), to));
    }

    /** Returns about how many bytes it takes on the way. */
    long bytes() {
        return message.bytes().length + 512L;
    }
}
