package dev.steno.session;

/** What happens to the traffic during an outage. */
public enum OnStoreFailure {
    /**
     * No exchange passes unrecorded: new exchanges are answered with 503, and those in flight continue as far as the
     * byte budget allows.
     */
    STOP,

    /** All traffic passes; flows that cannot be recorded are counted. */
    PASS
}
