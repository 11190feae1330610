package dev.steno.flow;

import java.util.Arrays;

/**
 * One piece of a raw stream, or a WebSocket message or a part of one, in the order they passed.
 *
 * @param flow the flow it belongs to
 * @param sequence its place within that flow, both directions together, from 0
 * @param time nanoseconds since the epoch
 * @param direction who sent it
 * @param kind what it is
 * @param last whether the message ends here; where not, the next row of this direction goes on with it
 * @param edit what a handler did to it
 * @param trueSize bytes that this row stands for; above the length of {@code data} where a limit cut the record
 * @param data the bytes, without framing and compression; not copied, must not be changed
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
    /** A row holds so many bytes at most; a longer message has several. */
    public static final int LIMIT = 256 * 1024;

    /** What a row holds. */
    public enum Kind implements Numbered {
        /** A piece of a raw stream. */
        PIECE(0),
        /** A WebSocket message of UTF-8 text. */
        TEXT(1),
        /** A WebSocket message of bytes. */
        BINARY(2),
        /** Bytes of a WebSocket as they passed, unmasked, which could not be read further: see the flow's problem. */
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

    /** What a handler did to a message. */
    public enum Edit implements Numbered {
        /** Nothing: it passed as it was sent. */
        NONE(0),
        /** It passed with the bytes of this row instead of those sent. */
        CHANGED(1),
        /** It was sent and did not pass. */
        DROPPED(2),
        /** It passed and was not sent. */
        INJECTED(3);

        private final int number;

        Edit(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /** A piece of a raw stream as it passed. */
    public Message(long flow, long sequence, long time, Direction direction, byte[] data) {
        this(flow, sequence, time, direction, Kind.PIECE, true, Edit.NONE, data.length, data);
    }

    /** The same message of another flow. */
    public Message withFlow(long other) {
        return new Message(other, sequence, time, direction, kind, last, edit, trueSize, data);
    }

    /** The same message with other bytes; for a handler to put in the place of the message that it was shown. */
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
