package dev.steno.redact;

import java.util.Arrays;

/**
 * Replaces what finders find in a body, wherever its pieces meet: the last {@link #CARRIED} bytes are held back until more
 * is known.
 */
final class WindowTransform extends PieceTransform {
    /** Bytes that are collected before they are searched, so that what is held back is not searched for each piece. */
    private static final int STEP = 32 * 1024;

    /** Bytes before the window that expressions can look at. */
    private static final int CONTEXT = 4;

    private final Finders finders;
    private final Replacing with;
    private byte[] data = new byte[CARRIED];
    private int undecided; // what is before it is context
    private int length;

    WindowTransform(Finders finders, Replacing with) {
        this.finders = finders;
        this.with = with;
    }

    @Override
    void take(byte[] piece) {
        if (length + piece.length > data.length) {
            data = Arrays.copyOf(data, Math.max(length + piece.length, 2 * data.length));
        }
        System.arraycopy(piece, 0, data, length, piece.length);
        length += piece.length;
        if (length - undecided >= CARRIED + STEP) {
            search(length - CARRIED);
        }
    }

    @Override
    public void end() {
        search(length);
    }

    private void search(int limit) {
        int settled = finders.replace(data, undecided, limit, length, with, false, out);
        int kept = Math.max(0, settled - CONTEXT);
        System.arraycopy(data, kept, data, 0, length - kept);
        length -= kept;
        undecided = settled - kept;
    }
}
