package dev.steno.flow;

import java.util.Locale;

/** A flow's life cycle. The order of the constants is part of the session format. */
public enum FlowState {
    /** In progress. */
    OPEN,
    /** Ended regularly, as its protocol defines. */
    COMPLETE,
    /** Ended by an error: see {@link Flow#error}. */
    FAILED,
    /** Was open when the process that recorded it died. */
    INTERRUPTED;

    /** The name in messages and exports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
