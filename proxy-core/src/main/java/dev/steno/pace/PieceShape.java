package dev.steno.pace;

/** Sizes of pieces, and pauses before them, that do not follow from a rate. On the event loop of the flow. */
public interface PieceShape {
    /** The largest size of the next piece, in bytes. */
    default int size() {
        return Integer.MAX_VALUE;
    }

    /** The pause before a piece, in nanoseconds. Called once for each piece. */
    long pause(int bytes);
}
