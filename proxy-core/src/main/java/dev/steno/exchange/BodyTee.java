package dev.steno.exchange;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.flow.Body;
import java.util.Arrays;

/**
 * Copies a body for the record while it passes: up to {@link Body.Inline#LIMIT} bytes it stays with its flow, beyond that
 * it goes to the store in chunks, and so it does when it comes too slowly to wait for its end. What is beyond the record's limit
 * is counted only. Heap: at most one chunk a body.
 */
final class BodyTee {
    private static final byte[] EMPTY = new byte[0];

    private final AddonRuntime buses;
    private final long limit;
    private byte[] buffer = EMPTY;
    private int filled;
    private long passed;
    private long expected;
    private long id;
    private int sequence;
    private long stored;

    BodyTee(AddonRuntime buses) {
        this.buses = buses;
        this.limit = buses.record().bodyLimit();
    }

    /** Hints at the size to come, so that a body is copied once; a wrong hint, or -1 for none, does no harm. */
    void expectSize(long size) {
        expected = size;
    }

    /** Copies a piece. Whether the body just left its flow for the store, so that the flow has to name it. */
    boolean copyChunk(Chunk chunk) {
        boolean wasInline = id == 0;
        int size = chunk.size();
        passed += size;
        if (!buses.facts().isRecorded()) {
            return false;
        }
        int kept = (int) Math.min(size, limit - copied());
        for (int from = 0; from < kept; ) {
            makeRoom(kept - from);
            int count = Math.min(kept - from, buffer.length - filled);
            chunk.copyTo(from, buffer, filled, count);
            from += count;
            filled += count;
            if (id != 0 && filled == Body.Stored.CHUNK) {
                spill();
            }
        }
        if (id == 0 && passed > limit && limit > 0) {
            id = buses.sequences().nextBody(); // a body that travels with its flow is a whole one
        }
        return wasInline && id != 0;
    }

    private long copied() {
        return stored + filled;
    }

    private void makeRoom(int wanted) {
        if (filled < buffer.length) {
            return;
        }
        if (id == 0 && filled + wanted > Body.Inline.LIMIT) {
            id = buses.sequences().nextBody();
        }
        int most = id != 0 ? Body.Stored.CHUNK : Body.Inline.LIMIT;
        long rest = Math.min(expected, limit) - stored;
        long size = Math.max(filled + wanted, rest > 0 ? rest : 2L * filled);
        if (size < Body.Stored.CHUNK || id == 0) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(most, size));
            return;
        }
        byte[] piece = buses.record().piece();
        System.arraycopy(buffer, 0, piece, 0, filled);
        buffer = piece;
    }

    private void spill() {
        byte[] data = filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled);
        buses.facts().publish(new FlowEvent.BodyChunk(id, sequence++, stored, data));
        stored += filled;
        buffer = EMPTY;
        filled = 0;
    }

    /** Hands to the store what came since it was last handed anything. Whether there was something. */
    boolean spillSoFar() {
        if (filled == 0) {
            return false;
        }
        if (id == 0) {
            id = buses.sequences().nextBody();
        }
        spill();
        return true;
    }

    /** All that passed so far, if it is still here; else nothing. */
    byte[] inlineBytes() {
        return id == 0 && filled == passed ? Arrays.copyOf(buffer, filled) : EMPTY;
    }

    /** The body as far as it passed, while more may come. */
    Body soFar() {
        return id == 0 ? Body.NONE : new Body.Stored(id, stored, passed, false);
    }

    /**
     * The body at its end; nothing may be added afterwards.
     *
     * @param complete whether it reached its end as its framing says
     */
    Body finishBody(boolean complete) {
        if (id != 0) {
            if (filled > 0) {
                spill();
            }
            return new Body.Stored(id, stored, passed, complete);
        }
        if (passed == 0) {
            return Body.NONE;
        }
        if (!buses.facts().isRecorded() || passed > limit) {
            return new Body.Stored(0, 0, passed, complete);
        }
        return new Body.Inline(filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled));
    }
}
