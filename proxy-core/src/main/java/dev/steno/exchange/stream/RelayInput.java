package dev.steno.exchange.stream;

import dev.steno.exchange.body.Chunk;
import dev.steno.websocket.FrameReader;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The data of one direction of a WebSocket that was received and not processed. A chunk is read from a copy, since reading
 * unmasks it; the chunk itself may be forwarded. On the stream's event loop.
 */
public final class RelayInput {
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(0);
    private byte @Nullable [] rest; // copy of the chunk that is being read, read up to restAt
    private int restAt;
    private @Nullable Chunk passing; // that chunk, if it is forwarded; sent up to passedTo
    private int passedTo;

    public void add(Chunk chunk) {
        waiting.add(chunk);
    }

    /** Whether a chunk has been read in part. */
    public boolean isInChunk() {
        return rest != null;
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return rest == null && waiting.isEmpty();
    }

    /** Whether the chunk that is being read is forwarded. */
    public boolean isPassing() {
        return passing != null;
    }

    /** Whether all of the chunk was read. */
    public boolean isChunkRead() {
        return restAt == Objects.requireNonNull(rest).length;
    }

    /** Begins the next chunk, which must exist. */
    public void begin(boolean passes) {
        Chunk next = waiting.remove();
        rest = new byte[next.size()];
        restAt = 0;
        passedTo = 0;
        next.copyTo(0, rest, 0, rest.length);
        if (passes) {
            passing = next;
        } else {
            next.release();
        }
    }

    /** Reads of the chunk what the budget admits; the reader may stop before that. */
    public void read(FrameReader frames, InflateBudget budget) {
        byte[] bytes = Objects.requireNonNull(rest);
        restAt = frames.read(bytes, restAt, budget.readLimit(restAt, bytes.length));
    }

    /** Ends the chunk if all of it was read. */
    public void endIfRead() {
        if (rest != null && isChunkRead()) {
            rest = null;
            stopPassing();
        }
    }

    /** Takes the part of the passing chunk that was read and not taken: itself, if that is all; null if there is none. */
    @Nullable
    public Chunk takeRead() {
        Chunk chunk = passing;
        if (chunk == null || restAt == passedTo) {
            return null;
        }
        if (passedTo == 0 && restAt == chunk.size()) {
            passing = null;
            return chunk;
        }
        byte[] part = new byte[restAt - passedTo];
        chunk.copyTo(passedTo, part, 0, part.length);
        passedTo = restAt;
        return Chunk.of(part);
    }

    /** The chunk that is being read is not forwarded any more. */
    public void stopPassing() {
        if (passing != null) {
            passing.release();
            passing = null;
        }
    }

    /** Releases all, unread. */
    public void clear() {
        stopPassing();
        waiting.forEach(Chunk::release);
        waiting.clear();
    }
}
