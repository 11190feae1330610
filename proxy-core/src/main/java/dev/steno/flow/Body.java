package dev.steno.flow;

import java.util.Arrays;

/**
 * The bytes of a message's body as they passed (content codings in place, transfer codings removed), or where to find them.
 */
public sealed interface Body {

    /** The message has no body. */
    Body NONE = new None();

    /** How many bytes passed. */
    long trueSize();

    /** How many of them the record has. */
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

    /** A whole body, small enough to travel with its flow. The array is not copied and must not be changed. */
    record Inline(byte[] bytes) implements Body {
        /** The largest body that is kept inline, in bytes. */
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
     * A body kept beside the flow in chunks.
     *
     * @param id the body's number within its session
     * @param size bytes that the record has
     * @param trueSize bytes that passed; above {@code size} where a limit cut the record
     * @param complete whether the body reached its end
     */
    record Stored(long id, long size, long trueSize, boolean complete) implements Body {
        /** The size of a full chunk, in bytes; the last of a body may be shorter. */
        public static final int CHUNK = 256 * 1024;
    }
}
