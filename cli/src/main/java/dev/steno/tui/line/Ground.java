package dev.steno.tui.line;

/** What is behind a text, by which a terminal chooses its background. */
public enum Ground {
    PLAIN,
    /** The first and the last line of the screen. */
    BAR,
    /** The row that keys act on. */
    FOCUS,
    /** A row that is selected, without the focus. */
    SELECTED
}
