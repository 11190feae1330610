package dev.steno.session;

import dev.steno.flow.Body;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers of the size of a whole piece of a stored body, used over and over: a gigabyte that passes would else be four thousand large
 * arrays for the collector to move. Event loops take them, the writer gives them back after its commit; neither waits. Any thread.
 */
final class ChunkPool {
    private static final int MOST = 1_000;

    private final ArrayBlockingQueue<byte[]> free;

    /** @param budget bytes that may wait to be written: so much is kept at most, so that none is made anew while a body passes */
    ChunkPool(long budget) {
        free = new ArrayBlockingQueue<>((int) Math.max(1, Math.min(MOST, budget / Body.Stored.CHUNK)));
    }

    /** A buffer with whatever was in it. */
    byte[] take() {
        byte[] buffer = free.poll();
        return buffer == null ? new byte[Body.Stored.CHUNK] : buffer;
    }

    /** Nobody looks at the array any more. Called once for each that was taken and filled, or with one that nobody took. */
    void giveBack(byte[] data) {
        if (data.length == Body.Stored.CHUNK) {
            free.offer(data);
        }
    }
}
