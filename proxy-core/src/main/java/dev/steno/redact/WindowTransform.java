package dev.steno.redact;

import dev.steno.redact.json.PieceTransform;
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
    private final boolean events;
    private byte[] data = new byte[CARRIED];
    private int undecided; // what is before it is context
    private int length;

    /** @param events whether no secret goes beyond an empty line, so that an event is not held back until the next one */
    WindowTransform(Finders finders, Replacing with, boolean events) {
        this.events = events;
        this.finders = finders;
        this.with = with;
    }

    @Override
    protected void take(byte[] piece) {
        if (length + piece.length > data.length) {
            data = Arrays.copyOf(data, Math.max(length + piece.length, 2 * data.length));
        }
        System.arraycopy(piece, 0, data, length, piece.length);
        length += piece.length;
        int border = events ? behindEvents() : 0;
        if (border > undecided) {
            search(border);
        } else if (length - undecided >= CARRIED + STEP) {
            search(length - CARRIED);
        }
    }

    /** The position behind the last empty line; 0 if there is none. */
    private int behindEvents() {
        for (int at = length - 1; at > undecided; at--) {
            if (data[at] == '\n' && (data[at - 1] == '\n' || at > 1 && data[at - 1] == '\r' && data[at - 2] == '\n')) {
                return at + 1;
            }
        }
        return 0;
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
