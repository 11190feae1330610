package dev.steno.session;

import dev.steno.flow.Body;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A pool of buffers for whole chunks of stored bodies. Without it, a body of 1 GiB would allocate about four thousand
 * large arrays. Event loops take buffers, and the writer returns them after its commit; neither blocks. Any thread.
 */
final class ChunkPool {
    private static final int MOST = 1_000;

    private final ArrayBlockingQueue<byte[]> free;

    /**
     * @param budget the limit for bytes queued for the writer; the pool keeps buffers for this many bytes, at most
     *     {@value #MOST} buffers
     */
    ChunkPool(long budget) {
        free = new ArrayBlockingQueue<>((int) Math.max(1, Math.min(MOST, budget / Body.Stored.CHUNK)));
    }

    /** Takes a buffer. Its content is undefined. */
    byte[] takeBuffer() {
        byte[] buffer = free.poll();
        return buffer == null ? new byte[Body.Stored.CHUNK] : buffer;
    }

    /**
     * Returns a buffer. Call once per buffer, when no code reads it any more. Arrays that did not come from this pool
     * are accepted too.
     */
    void returnBuffer(byte[] data) {
        if (data.length == Body.Stored.CHUNK) {
            free.offer(data);
        }
    }
}
