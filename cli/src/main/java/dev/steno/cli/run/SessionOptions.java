package dev.steno.cli.run;

/** What becomes of the options and decisions that a session file brings along. */
enum SessionOptions {
    /** They are named at the start, and do nothing. */
    SHOW,

    /** They are named at the start, and apply below every other layer. */
    APPLY
}
