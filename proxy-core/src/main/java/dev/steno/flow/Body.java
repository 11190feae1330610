package dev.steno.flow;

import java.util.Arrays;

/**
 * The body of a message as it was transferred: content codings kept, transfer codings removed (RFC 9110, 8.4; RFC 9112,
 * 7). Holds the bytes or refers to the chunks that the record stores. Immutable; any thread.
 */
public sealed interface Body {

    /** The message has no body. */
    Body NONE = new None();

    /** Bytes that were transferred. */
    long trueSize();

    /** Bytes that the record holds; fewer than {@link #trueSize} if a limit cut the recording. */
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

    /**
     * A complete body that is small enough to be part of its flow. The array is not copied and must not be modified.
     */
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
     * A body that the record stores separately from its flow, in chunks.
     *
     * @param id the body's number within its session, from 1; 0 if no byte of it was recorded
     * @param size bytes that the record holds
     * @param trueSize bytes that were transferred; more than {@code size} if a limit cut the recording
     * @param complete whether the body reached the end that its framing defines
     */
    record Stored(long id, long size, long trueSize, boolean complete) implements Body {
        /** Largest chunk, in bytes. */
        public static final int CHUNK = 256 * 1024;
    }
}
