package dev.steno.flow;

import java.util.Locale;

/** Where a flow is in its life. */
public enum FlowState implements Numbered {
    /** Under way. */
    OPEN(0),
    /** Ended as its protocol says. */
    COMPLETE(1),
    /** Ended by an error, which the flow names. */
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

    /** The name as people and exports read it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
