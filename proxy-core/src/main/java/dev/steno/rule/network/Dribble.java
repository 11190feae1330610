package dev.steno.rule.network;

import dev.steno.pace.PieceShape;

/**
 * {@code dribble}: a body comes in a number of pieces, which are spread evenly over a time. Of a body whose length is not
 * known, so many of the parts in which it arrives wait, and then no more. On one event loop.
 */
final class Dribble implements PieceShape {
    private final long pause;
    private int pieces; // that are still to come
    private long left; // bytes of the body; -1 if not known
    private long inPiece; // bytes of the present piece that are still to come

    /**
     * @param length bytes of the body; -1 if not known
     * @param total nanoseconds
     */
    Dribble(long length, int pieces, long total) {
        this.left = length;
        this.pieces = pieces;
        this.pause = total / pieces;
    }

    @Override
    public int size() {
        if (left < 0 || pieces == 0 && inPiece == 0) {
            return Integer.MAX_VALUE;
        }
        return (int) Math.min(Integer.MAX_VALUE, inPiece > 0 ? inPiece : nextPiece());
    }

    private long nextPiece() {
        return Math.max(1, (left + pieces - 1) / pieces);
    }

    @Override
    public long pause(int bytes) {
        boolean begins = inPiece == 0;
        if (left > 0) {
            inPiece = (begins && pieces > 0 ? nextPiece() : Math.max(inPiece, bytes)) - bytes;
            left -= bytes;
        }
        if (!begins || pieces == 0) {
            return 0;
        }
        pieces--;
        return pause;
    }
}
