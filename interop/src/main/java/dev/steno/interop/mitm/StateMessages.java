package dev.steno.interop.mitm;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The messages of one item. They come before the flow that they belong to: a few are kept until its number is known; for
 * more, the number is drawn at once, and they become rows. For one thread.
 */
final class StateMessages {
    /** Bytes that are kept before the flow's number is drawn. */
    private static final long KEPT = 1L << 20;

    private static final int ENVELOPE = 64;

    private final Intake intake;
    private final List<StateMessage> kept = new ArrayList<>();
    private final long[] messages = new long[2];
    private final long[] bytes = new long[2];
    private long keptBytes;
    private long flow;
    private long rows;
    private long last = Times.UNSET;
    private boolean foreign;
    private int dropped;

    StateMessages(Intake intake) {
        this.intake = intake;
    }

    /** Says that the messages belong to a flow of another item, so that they must be kept; more than the limit is left out. */
    void keepAll() {
        foreign = true;
    }

    /** Adds the next message. */
    void add(StateMessage message) throws IOException {
        if (foreign
                && keptBytes + message.data().length + ENVELOPE
                        > intake.limits().head()) {
            dropped++;
            return;
        }
        int side = message.fromClient() ? 0 : 1;
        messages[side]++;
        bytes[side] += message.trueSize();
        last = Math.max(last, message.time());
        if (flow != 0) {
            write(message);
            return;
        }
        kept.add(message);
        keptBytes += message.data().length + ENVELOPE;
        if (!foreign && keptBytes > KEPT) {
            writeTo(intake.nextFlow());
        }
    }

    /** Returns the number of the flow, which is drawn if it was not. */
    long flow() {
        return flow == 0 ? intake.nextFlow() : flow;
    }

    /** Writes all rows that were not written. */
    void writeTo(long number) throws IOException {
        flow = number;
        for (StateMessage message : kept) {
            write(message);
        }
        kept.clear();
        keptBytes = 0;
    }

    private void write(StateMessage message) throws IOException {
        Message.Kind kind = switch (message.opcode()) {
            case 0 -> Message.Kind.PIECE;
            case 1 -> Message.Kind.TEXT;
            default -> Message.Kind.BINARY;
        };
        Message.Edit edit = message.dropped()
                ? Message.Edit.DROPPED
                : message.injected() ? Message.Edit.INJECTED : Message.Edit.NONE;
        byte[] data = message.data();
        int at = 0;
        do {
            int end = Math.min(data.length, at + Message.LIMIT);
            boolean ends = end == data.length;
            long beyond = ends ? message.trueSize() - data.length : 0;
            byte[] part = at == 0 && ends ? data : Arrays.copyOfRange(data, at, end);
            intake.message(new Message(
                    flow,
                    rows++,
                    message.time(),
                    message.fromClient() ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT,
                    kind,
                    ends || kind == Message.Kind.PIECE,
                    edit,
                    part.length + beyond,
                    part));
            at = end;
        } while (at < data.length);
    }

    /** Counts messages that were left out. */
    void countLosses(String place) {
        intake.losses().count(Loss.DETAILS, dropped, place + ": messages beyond the limit");
    }

    /** Returns the number of messages. */
    long count() {
        return messages[0] + messages[1];
    }

    long messagesOf(boolean client) {
        return messages[client ? 0 : 1];
    }

    long bytesOf(boolean client) {
        return bytes[client ? 0 : 1];
    }

    /** Returns the number of rows that were written. */
    long rows() {
        return rows;
    }

    /** Returns the bytes that are kept. */
    long keptBytes() {
        return keptBytes;
    }

    /** Returns when the last message passed; {@link Times#UNSET} if there is none. */
    long last() {
        return last;
    }
}
