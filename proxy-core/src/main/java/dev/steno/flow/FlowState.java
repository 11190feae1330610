package dev.steno.flow;

import java.util.Locale;

/** A flow's life cycle. */
public enum FlowState implements NumberedConstant {
    /** In progress. */
    OPEN(0),
    /** Ended in order, as its protocol defines. */
    COMPLETE(1),
    /** Ended by an error: see {@link Flow#error}. */
    FAILED(2),
    /** Was open when the process that recorded it died. */
    INTERRUPTED(3);

    private final int number;

    FlowState(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The name in messages and exports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
