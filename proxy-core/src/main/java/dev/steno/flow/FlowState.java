package dev.steno.flow;

import java.util.Locale;

/** Where a flow is in its life. The order of the constants is part of the session format. */
public enum FlowState {
    /** Under way. */
    OPEN,
    /** Ended as its protocol says. */
    COMPLETE,
    /** Ended by an error, which the flow names. */
    FAILED,
    /** Was open when the process that recorded it died. */
    INTERRUPTED;

    /** The name as people and exports read it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
