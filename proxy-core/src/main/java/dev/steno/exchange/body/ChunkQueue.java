package dev.steno.exchange.body;

import dev.steno.addon.bus.HeldBytes;
import dev.steno.flow.Body;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Queues the chunks of a body until a hook has decided, a handler has seen the whole body, or a connection is
 * established. The owner bounds the size of the queue. On the exchange's event loop.
 */
public class ChunkQueue {
    private final HeldBytes all;
    private @Nullable ArrayDeque<Chunk> chunks; // null until the first chunk is queued; most messages never are
    private long size;
    private int taken; // bytes of the first chunk that are no longer queued

    /** @param all the counter, shared by all exchanges, to which queued bytes are added */
    public ChunkQueue(HeldBytes all) {
        this.all = all;
    }

    public final void addChunk(Chunk chunk) {
        if (chunks == null) {
            chunks = new ArrayDeque<>();
        }
        chunks.add(chunk);
        size += chunk.size();
        all.addHeld(chunk.size());
    }

    /** Number of queued bytes. */
    public final long size() {
        return size;
    }

    public final boolean isEmpty() {
        return chunks == null || chunks.isEmpty();
    }

    /** Removes the next chunk, which the caller then owns; null if the queue is empty. */
    @Nullable
    public final Chunk poll() {
        return isEmpty() ? null : poll(Integer.MAX_VALUE);
    }

    /** Number of bytes of the next chunk; 0 if the queue is empty. */
    public final int nextSize() {
        Chunk next = chunks == null ? null : chunks.peek();
        return next == null ? 0 : next.size() - taken;
    }

    /**
     * Removes the next chunk, or as much of its beginning as is asked for, as a copy. The queue must not be empty.
     *
     * @param most bytes, above 0
     */
    public final Chunk poll(int most) {
        ArrayDeque<Chunk> queued = Objects.requireNonNull(chunks);
        Chunk next = queued.element();
        int length = Math.min(most, next.size() - taken);
        size -= length;
        all.addHeld(-length);
        boolean last = taken + length == next.size();
        Chunk removed = next;
        if (taken > 0 || !last) {
            byte[] part = new byte[length];
            next.copyTo(taken, part, 0, length);
            removed = Chunk.of(part);
        }
        taken = last ? 0 : taken + length;
        if (last) {
            queued.remove();
            if (removed != next) {
                next.release();
            }
        }
        return removed;
    }

    /**
     * Joins all chunks to one array of exactly their size, which is queued in their place: a read buffer is much larger
     * than a short body, and would be kept as long as the body is held.
     *
     * @param recorded the same bytes as they were recorded, which are shared if they are inline; may be another body
     * @return the array, which must not be modified
     */
    public final byte[] joined(@Nullable Body recorded) {
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
