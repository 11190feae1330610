package dev.steno.session;

/** Whether the texts of flows are indexed. */
public enum TextIndexing {
    /** While nothing else is to be written. */
    ON,
    /** Not at all: what no index covers is searched flow by flow. */
    OFF
}
