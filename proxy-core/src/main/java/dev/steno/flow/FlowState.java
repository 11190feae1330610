package dev.steno.flow;

import java.util.Locale;

/** The life-cycle state of a flow. The order of the constants is part of the session format. */
public enum FlowState {
    /** In progress. */
    OPEN,
    /** Ended as its protocol defines. */
    COMPLETE,
    /** Ended by an error; see {@link Flow#error}. */
    FAILED,
    /** Still open when the recording process died. */
    INTERRUPTED;

    /** The lower-case name for people and exports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
