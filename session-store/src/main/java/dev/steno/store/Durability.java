package dev.steno.store;

/** What recorded data survives once it counts as durable. Each level includes the ones before it. */
public enum Durability {
    /** The death of the process. A loss of power may lose the last commits. */
    PROCESS,

    /** The loss of power: a commit returns only after its data has been synced to the disk (fsync). */
    POWER,

    /** Like {@link #POWER}. In addition, the end of a response is held until its flow is durable. */
    STRICT,

    /** Like {@link #STRICT}, where the shared store to which the session is shipped has to have the flow as well. */
    SHARED;

    /** Returns whether a commit syncs to the disk. */
    public boolean syncs() {
        return this != PROCESS;
    }

    /** Returns whether the end of a response is held until its flow is durable. */
    public boolean holdsEnds() {
        return this == STRICT || this == SHARED;
    }
}
