package dev.steno.exchange;

import dev.steno.addon.bus.HeldBytes;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Queues the chunks of a body until a hook has decided, a handler has seen the whole body, or a connection is
 * established. The owner bounds the size of the queue. On the exchange's event loop.
 */
final class ChunkQueue {
    private final HeldBytes all;
    private @Nullable ArrayDeque<Chunk> chunks; // null until the first chunk is queued; most messages never are
    private long size;

    /** @param all the counter, shared by all exchanges, to which queued bytes are added */
    ChunkQueue(HeldBytes all) {
        this.all = all;
    }

    void addChunk(Chunk chunk) {
        if (chunks == null) {
            chunks = new ArrayDeque<>();
        }
        chunks.add(chunk);
        size += chunk.size();
        all.addHeld(chunk.size());
    }

    /** Number of queued bytes. */
    long size() {
        return size;
    }

    boolean isEmpty() {
        return chunks == null || chunks.isEmpty();
    }

    /** Removes the next chunk, which the caller then owns; null if the queue is empty. */
    @Nullable
    Chunk poll() {
        Chunk next = chunks == null ? null : chunks.poll();
        if (next != null) {
            size -= next.size();
            all.addHeld(-next.size());
        }
        return next;
    }

    /** Copies all bytes to one array; the chunks stay queued. */
    byte[] copyOfAll() {
        byte[] whole = new byte[Math.toIntExact(size)];
        int at = 0;
        if (chunks != null) {
            for (Chunk chunk : chunks) {
                chunk.copyTo(0, whole, at, chunk.size());
                at += chunk.size();
            }
        }
        return whole;
    }

    void releaseAll() {
        for (Chunk chunk = poll(); chunk != null; chunk = poll()) {
            chunk.release();
        }
    }
}
