package dev.steno.interop.mitm;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The list of a flow's messages, in a {@link Spool}, since its length must be known first. The rows of a long message of a
 * WebSocket are put together; it then stands where it ended. For one thread.
 */
final class MessageWriter {
    private final ExportFlows from;
    private final Spool to;
    private final TnetWriter writer = new TnetWriter(4096);
    private final Spool[] begun = {new Spool(), new Spool()};
    private final long[] rows = new long[2];

    MessageWriter(ExportFlows from, Spool to) {
        this.from = from;
        this.to = to;
    }

    /** Writes the messages of a flow. */
    void write(Flow flow) throws IOException {
        try {
            from.messages(flow, message -> row(flow, message));
        } finally {
            begun[0].close();
            begun[1].close();
        }
    }

    private void row(Flow flow, Message row) throws IOException {
        String place = "flow " + FlowNumber.print(flow.id()) + ", message " + row.sequence();
        if (row.kind() == Message.Kind.RAW) {
            from.losses().count(Loss.DETAILS, place + ": what passed behind a protocol error");
            return;
        }
        if (row.edit() == Message.Edit.CHANGED) {
            from.losses().count(Loss.DETAILS, place + ": that it was changed");
        }
        if (row.trueSize() > row.data().length) {
            from.losses().count(Loss.BODY_MISSING, place);
        }
        int side = row.direction() == Direction.CLIENT_TO_SERVER ? 0 : 1;
        if (row.last() && rows[side] == 0) {
            entry(row, null);
            return;
        }
        begun[side].write(row.data());
        rows[side]++;
        if (row.last()) {
            entry(row, begun[side]);
            begun[side].close();
            begun[side] = new Spool();
            rows[side] = 0;
        }
    }

    private void entry(Message row, @Nullable Spool whole) throws IOException {
        boolean socket = row.kind() != Message.Kind.PIECE;
        int end = writer.open();
        if (socket) {
            writer.bool(row.edit() == Message.Edit.INJECTED);
            writer.bool(row.edit() == Message.Edit.DROPPED || row.edit() == Message.Edit.UNDELIVERED);
        }
        FlowStateWriter.time(writer, Times.isSet(row.time()) ? row.time() : 0);
        if (whole == null) {
            writer.bytes(row.data());
        } else {
            writer.omitted(whole.size(), TnetType.BYTES, whole::writeTo);
        }
        writer.bool(row.direction() == Direction.CLIENT_TO_SERVER);
        if (socket) {
            writer.integer(row.kind() == Message.Kind.TEXT ? 1 : 2);
        }
        writer.list(end);
        writer.drainTo(to);
    }
}
