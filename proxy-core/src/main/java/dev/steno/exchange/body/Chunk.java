package dev.steno.exchange.body;

/**
 * An opaque, reference-counted part of a body or stream. A method that takes ownership of a chunk must pass it on or
 * release it, exactly once. Forwarding never copies it. On the event loop of its connection.
 */
public interface Chunk {
    /** Number of bytes. */
    int size();

    /** Copies {@code length} bytes from {@code offset}; does not consume them. */
    void copyTo(int offset, byte[] target, int targetOffset, int length);

    /** Gives up ownership and frees the memory. */
    void release();

    /** Takes ownership; returns the first bytes, which may be this chunk. */
    default Chunk beginning(long most) {
        if (size() <= most) {
            return this;
        }
        byte[] bytes = new byte[(int) Math.max(0, most)];
        copyTo(0, bytes, 0, bytes.length);
        release();
        return of(bytes);
    }

    /** A chunk that wraps an array, which must not be modified. */
    static Chunk of(byte[] bytes) {
        return new HeapChunk(bytes);
    }

    /** A chunk that wraps an array; releasing it has no effect. */
    record HeapChunk(byte[] bytes) implements Chunk {
        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public void copyTo(int offset, byte[] target, int targetOffset, int length) {
            System.arraycopy(bytes, offset, target, targetOffset, length);
        }

        @Override
        public void release() {
            // the garbage collector frees the array
        }
    }
}
