package dev.steno.mock;

/** What answers once all recorded responses to equal requests were used. */
public enum MockRepeat {
    /** The last one. */
    LAST,
    /** The first one, and then those after it. */
    CYCLE,
    /** None: further requests are as if they were not recorded. */
    STOP
}
