package dev.steno.addon;

/** When a handler runs among those of the same hook. Within a phase, addons run in the order of the assembly. */
public enum Phase {
    /** Decides where the traffic goes. */
    ROUTE,
    /** Changes what passes. */
    MODIFY,
    /** Answers, refuses or passes through. */
    DECIDE,
    /** Waits for a person. */
    HOLD,
    /** Sees the final form; changes nothing. */
    SEAL
}
