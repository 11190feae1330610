package dev.steno.session;

/** What becomes of the traffic while the session cannot be written. */
public enum OnStoreFailure {
    /** Nothing passes unrecorded: new exchanges are answered with 503, those under way go on as far as memory allows. */
    STOP,

    /** All traffic passes; what cannot be recorded is counted. */
    PASS
}
