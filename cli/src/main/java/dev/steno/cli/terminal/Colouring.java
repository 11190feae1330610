package dev.steno.cli.terminal;

/** When output is coloured. */
public enum Colouring {
    /** If it goes to a terminal and NO_COLOR is not set. */
    AUTO,

    ALWAYS,

    NEVER
}
