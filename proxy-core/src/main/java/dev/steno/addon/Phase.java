package dev.steno.addon;

/** The position of a handler among the handlers of its hook. Within a phase, addons run in the order of their list. */
public enum Phase {
    /** Chooses the destination. */
    ROUTE,
    /** Changes the content. */
    MODIFY,
    /** Answers, refuses or passes through. */
    DECIDE,
    /** Waits for a person. */
    HOLD,
    /** Observes the final form; changes nothing. */
    SEAL
}
