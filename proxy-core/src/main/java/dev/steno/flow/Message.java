package dev.steno.flow;

import java.util.Arrays;

/**
 * One recorded row of a stream: a piece of a raw stream, a WebSocket message, or a part of one. Immutable; any thread.
 *
 * @param flow the id of the flow to which it belongs
 * @param sequence its position within that flow, counting both directions, from 0
 * @param time when it was forwarded, nanoseconds since the epoch
 * @param direction which peer sent it
 * @param kind what the bytes are
 * @param last whether the message ends with this row; otherwise the next row of this direction continues it
 * @param edit what a handler did to it
 * @param trueSize bytes that this row represents; more than the length of {@code data} if a limit cut the recording
 * @param data the payload without framing and compression; not copied, must not be modified
 */
public record Message(
        long flow,
        long sequence,
        long time,
        Direction direction,
        Kind kind,
        boolean last,
        Edit edit,
        long trueSize,
        byte[] data) {
    /** Largest {@code data} of one row, in bytes; a longer message has several rows. */
    public static final int LIMIT = 256 * 1024;

    /** What a row holds. The order of the constants is part of the session format. */
    public enum Kind {
        /** A piece of a raw stream. */
        PIECE,
        /** A WebSocket text message (UTF-8). */
        TEXT,
        /** A WebSocket binary message. */
        BINARY,
        /** Unmasked WebSocket bytes that could not be decoded; {@link WebSocket#problem} says why. */
        RAW
    }

    /** What a handler did to a message. The order of the constants is part of the session format. */
    public enum Edit {
        /** None: forwarded as sent. */
        NONE,
        /** Forwarded with the bytes of this row in place of those sent. */
        CHANGED,
        /** Sent by the peer and not forwarded. */
        DROPPED,
        /** Added by a handler; no peer sent it. */
        INJECTED
    }

    /** A piece of a raw stream, forwarded as sent. */
    public Message(long flow, long sequence, long time, Direction direction, byte[] data) {
        this(flow, sequence, time, direction, Kind.PIECE, true, Edit.NONE, data.length, data);
    }

    /** A copy that belongs to another flow. */
    public Message withFlow(long other) {
        return new Message(other, sequence, time, direction, kind, last, edit, trueSize, data);
    }

    /** A copy with other bytes; a handler returns it to replace the message that it was given. */
    public Message withData(byte[] other) {
        return new Message(flow, sequence, time, direction, kind, last, edit, other.length, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that
                && flow == that.flow
                && sequence == that.sequence
                && time == that.time
                && direction == that.direction
                && kind == that.kind
                && last == that.last
                && edit == that.edit
                && trueSize == that.trueSize
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(flow * 31 + sequence);
    }
}
