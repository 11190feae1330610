package dev.steno.exchange;

/**
 * A piece of a body on its way, opaque and reference-counted. Whoever is handed one sends it on, which passes it on, or
 * releases it. The forward path never copies it.
 */
public interface Chunk {
    /** Bytes in this piece. */
    int size();

    /** Copies {@code length} bytes from {@code offset} on; the piece itself stays as it is. */
    void copyTo(int offset, byte[] target, int targetOffset, int length);

    /** Lets the piece go. */
    void release();

    /** A piece over bytes on the heap, which must not be changed. */
    static Chunk of(byte[] bytes) {
        return new HeapChunk(bytes);
    }

    /** A piece over bytes on the heap; releasing it does nothing. */
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
            // nothing is held
        }
    }
}
