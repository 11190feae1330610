package dev.steno.exchange.body;

import dev.steno.flow.PieceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notes when the bytes of a body arrived that is recorded in chunks. Its pieces are released with each chunk; a chunk that grows
 * slowly is stored after a second, so it has at most a thousand. On the exchange's event loop.
 */
final class PieceClock {
    private final LongSupplier nanos;
    private final List<PieceTimes.Piece> pieces = new ArrayList<>(0);
    private long begun; // when the piece in progress began
    private long pause; // before the piece in progress; 0 once a part of it was noted
    private long length; // of the piece in progress, since the last chunk
    private long noted; // the position up to which bytes were noted
    private int pauses; // pieces that came after a pause

    /**
     * @param from the position from which on the body's bytes are noted
     * @param age the nanoseconds since the moment from which the first pause is measured
     */
    PieceClock(LongSupplier nanos, long from, long age) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong() - age;
        this.noted = from;
    }

    /** Bytes have arrived, which are about to be copied. */
    void arrived() {
        long now = nanos.getAsLong();
        if (now - begun >= PieceTimes.RESOLUTION) {
            endPiece();
            pause += now - begun;
            begun = now;
            pauses++;
        }
    }

    /** All bytes before a position were copied. */
    void copied(long position) {
        length += position - noted;
        noted = position;
    }

    private void endPiece() {
        if (length > 0) {
            pieces.add(new PieceTimes.Piece((int) length, pause));
            length = 0;
            pause = 0;
        }
    }

    /** Whether the bytes came in pieces with a pause between them, rather than at once. */
    boolean hasPauses() {
        return pauses > 1 || pauses == 1 && (!pieces.isEmpty() || pause == 0);
    }

    /** Returns the pieces of a chunk that ends at a position; null if it has none. */
    @Nullable
    PieceTimes endChunk(long position) {
        copied(position);
        endPiece();
        PieceTimes taken = pieces.isEmpty() ? null : PieceTimes.of(pieces);
        pieces.clear();
        return taken;
    }
}
