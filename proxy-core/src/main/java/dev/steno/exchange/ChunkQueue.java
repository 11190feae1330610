package dev.steno.exchange;

import dev.steno.addon.bus.HeldBytes;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Pieces of a body that wait: for a handler that wants it whole, for a decision, or for a connection. */
final class ChunkQueue {
    private final HeldBytes all;
    private @Nullable ArrayDeque<Chunk> chunks; // most messages never wait
    private long size;

    /** @param all counts what waits in any exchange */
    ChunkQueue(HeldBytes all) {
        this.all = all;
    }

    void add(Chunk chunk) {
        if (chunks == null) {
            chunks = new ArrayDeque<>();
        }
        chunks.add(chunk);
        size += chunk.size();
        all.add(chunk.size());
    }

    /** How many bytes wait. */
    long size() {
        return size;
    }

    boolean isEmpty() {
        return chunks == null || chunks.isEmpty();
    }

    /** The next piece in order; null when there is none left. */
    @Nullable
    Chunk poll() {
        Chunk next = chunks == null ? null : chunks.poll();
        if (next != null) {
            size -= next.size();
            all.add(-next.size());
        }
        return next;
    }

    /** All bytes in one array; the pieces stay. */
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
