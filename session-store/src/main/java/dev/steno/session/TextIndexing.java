package dev.steno.session;

/** Whether the texts of flows are indexed. */
public enum TextIndexing {
    /** Indexed while no fact is queued for the writer. */
    ON,
    /** Not indexed: searches read each flow that no index covers. */
    OFF
}
