package dev.steno.flow;

import java.util.Arrays;

/**
 * A message of a raw stream or a WebSocket, or a part of one, in the order of transmission. Immutable.
 *
 * @param flow the flow's number
 * @param sequence position in the flow, counting both directions, from 0
 * @param time nanoseconds since the epoch
 * @param direction the direction in which the message passed
 * @param kind the kind of content of the row
 * @param last whether the message ends here; otherwise the next row of this direction continues it
 * @param edit the change that a handler made to the message
 * @param trueSize bytes that this row represents; more than the length of {@code data} if a limit truncated the record
 * @param data the bytes, without framing and compression; not copied, must not be modified
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
    /** Upper bound on the bytes of a row; a longer message has several rows. */
    public static final int LIMIT = 256 * 1024;

    /** The kind of content of a row. */
    public enum Kind implements NumberedConstant {
        /** A piece of a raw stream. */
        PIECE(0),
        /** A WebSocket message of UTF-8 text. */
        TEXT(1),
        /** A WebSocket message of bytes. */
        BINARY(2),
        /** Raw bytes of a WebSocket, unmasked, after a protocol error: see the problem of {@link WebSocket}. */
        RAW(3);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /** The change that a handler made to a message. */
    public enum Edit implements NumberedConstant {
        /** The message was forwarded unchanged. */
        NONE(0),
        /** The message was forwarded with this row's bytes in place of those received. */
        CHANGED(1),
        /** The message was received but not forwarded. */
        DROPPED(2),
        /** The message was sent by a handler or a person, not received from a peer. */
        INJECTED(3),
        /** The message waited for a decision when the stream ended, and was not forwarded. */
        UNDELIVERED(4);

        private final int number;

        Edit(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /** A piece of a raw stream, forwarded unchanged. */
    public Message(long flow, long sequence, long time, Direction direction, byte[] data) {
        this(flow, sequence, time, direction, Kind.PIECE, true, Edit.NONE, data.length, data);
    }

    /** This message with another flow's number. */
    public Message withFlow(long other) {
        return new Message(other, sequence, time, direction, kind, last, edit, trueSize, data);
    }

    /** This message with other bytes, for a handler to return in place of the message it was given. */
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
