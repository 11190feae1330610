package dev.steno.flow;

import java.util.Arrays;

/**
 * The bytes of a message's body as they were forwarded (with content codings, without transfer codings), or a reference
 * to them. Immutable.
 */
public sealed interface Body {

    /** The message has no body. */
    Body NONE = new None();

    /** Number of bytes on the wire, whether recorded or not. */
    long trueSize();

    /** Number of bytes that are recorded. */
    long size();

    /** No body. */
    record None() implements Body {
        @Override
        public long trueSize() {
            return 0;
        }

        @Override
        public long size() {
            return 0;
        }
    }

    /** A complete body, small enough to be stored with its flow. The array is not copied and must not be modified. */
    record Inline(byte[] bytes) implements Body {
        /** Largest inline body, in bytes. */
        public static final int LIMIT = 16 * 1024;

        @Override
        public long trueSize() {
            return bytes.length;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Inline that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Inline[" + bytes.length + " bytes]";
        }
    }

    /**
     * A body that a handler gives for a message, and that is read while it is sent. Occurs only in what handlers return
     * and are shown: flows that are published have the body as it was sent.
     */
    record Source(BodySource source) implements Body {
        @Override
        public long trueSize() {
            return Math.max(0, source.length());
        }

        @Override
        public long size() {
            return 0;
        }
    }

    /**
     * A body stored separately from the flow, in chunks.
     *
     * @param id the body's number in its session; 0 if no byte of it is recorded
     * @param size number of bytes that are recorded
     * @param trueSize number of bytes on the wire; more than {@code size} if a limit truncated the record
     * @param complete whether the end of the body was received
     */
    record Stored(long id, long size, long trueSize, boolean complete) implements Body {
        /** Largest chunk, in bytes; a body that arrives slowly has shorter ones. */
        public static final int CHUNK = 256 * 1024;
    }
}
