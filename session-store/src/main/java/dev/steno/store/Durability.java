package dev.steno.store;

/** What a session survives from the moment that something counts as kept. Each level includes those before it. */
public enum Durability {
    /** The death of the process. The last commits may be lost with the power. */
    PROCESS,

    /** The loss of power: each group of flows is on the disk itself before it counts as kept (fsync). */
    POWER,

    /** As {@link #POWER}, and the end of a response reaches the client only after its flow is kept. */
    STRICT;

    /** Whether a commit waits for the disk itself. */
    public boolean syncs() {
        return this != PROCESS;
    }
}
