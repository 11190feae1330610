package dev.steno.exchange;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Pieces of a body that wait: for a handler that wants it whole, for a decision, or for a connection. */
final class Gathering {
    private @Nullable ArrayDeque<Chunk> chunks; // most messages never wait
    private long size;

    void add(Chunk chunk) {
        if (chunks == null) {
            chunks = new ArrayDeque<>();
        }
        chunks.add(chunk);
        size += chunk.size();
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
        }
        return next;
    }

    /** All bytes in one array; the pieces stay. */
    byte[] bytes() {
        byte[] all = new byte[Math.toIntExact(size)];
        int at = 0;
        if (chunks != null) {
            for (Chunk chunk : chunks) {
                chunk.copyTo(0, all, at, chunk.size());
                at += chunk.size();
            }
        }
        return all;
    }

    void release() {
        for (Chunk chunk = poll(); chunk != null; chunk = poll()) {
            chunk.release();
        }
    }
}
