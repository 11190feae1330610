package dev.steno.exchange;

import java.util.ArrayDeque;

/** Pieces of a body that wait: for a handler that wants it whole, for a decision, or for a connection. */
final class Gathering {
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private long size;

    void add(Chunk chunk) {
        chunks.add(chunk);
        size += chunk.size();
    }

    long size() {
        return size;
    }

    /** The next piece in order; null when there is none left. */
    @org.jspecify.annotations.Nullable
    Chunk poll() {
        Chunk next = chunks.poll();
        if (next != null) {
            size -= next.size();
        }
        return next;
    }

    /** All bytes in one array; the pieces stay. */
    byte[] bytes() {
        byte[] all = new byte[Math.toIntExact(size)];
        int at = 0;
        for (Chunk chunk : chunks) {
            chunk.copyTo(0, all, at, chunk.size());
            at += chunk.size();
        }
        return all;
    }

    void release() {
        chunks.forEach(Chunk::release);
        chunks.clear();
        size = 0;
    }
}
