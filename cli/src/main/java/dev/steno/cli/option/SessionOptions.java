package dev.steno.cli.option;

/** What happens to options and decisions in a resumed session file. */
public enum SessionOptions {
    /** They are listed at the start, and have no effect. */
    SHOW,

    /** They are listed at the start, and apply with the lowest precedence. */
    APPLY
}
