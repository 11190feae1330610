package dev.steno.exchange.body;

import dev.steno.addon.bus.HeldBytes;
import dev.steno.flow.Body;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Queues the chunks of a body until a hook has decided, a handler has seen the whole body, or a connection is
 * established. The owner bounds the size of the queue. On the exchange's event loop.
 */
public final class ChunkQueue {
    private final HeldBytes all;
    private @Nullable ArrayDeque<Chunk> chunks; // null until the first chunk is queued; most messages never are
    private long size;

    /** @param all the counter, shared by all exchanges, to which queued bytes are added */
    public ChunkQueue(HeldBytes all) {
        this.all = all;
    }

    public void addChunk(Chunk chunk) {
        if (chunks == null) {
            chunks = new ArrayDeque<>();
        }
        chunks.add(chunk);
        size += chunk.size();
        all.addHeld(chunk.size());
    }

    /** Number of queued bytes. */
    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return chunks == null || chunks.isEmpty();
    }

    /** Removes the next chunk, which the caller then owns; null if the queue is empty. */
    @Nullable
    public Chunk poll() {
        Chunk next = chunks == null ? null : chunks.poll();
        if (next != null) {
            size -= next.size();
            all.addHeld(-next.size());
        }
        return next;
    }

    /**
     * Joins all chunks to one array of exactly their size, which is queued in their place: a read buffer is much larger
     * than a short body, and would be kept as long as the body is held.
     *
     * @param recorded the same bytes as they were recorded, which are shared if they are inline; may be another body
     * @return the array, which must not be modified
     */
    public byte[] joined(@Nullable Body recorded) {
        byte[] whole = recorded instanceof Body.Inline inline && inline.size() == size
                ? inline.bytes()
                : new byte[Math.toIntExact(size)];
        int at = 0;
        for (Chunk chunk = poll(); chunk != null; chunk = poll()) {
            chunk.copyTo(0, whole, at, chunk.size());
            at += chunk.size();
            chunk.release();
        }
        addChunk(Chunk.of(whole));
        return whole;
    }

    public void releaseAll() {
        for (Chunk chunk = poll(); chunk != null; chunk = poll()) {
            chunk.release();
        }
    }
}
