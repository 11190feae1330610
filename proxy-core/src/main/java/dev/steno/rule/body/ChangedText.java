package dev.steno.rule.body;

/** A text that is changed piece by piece. For one text and one thread. */
interface ChangedText {
    /** Takes more text; returns what is decided. */
    String put(String more);

    /** Marks the end of the text so far; returns whether any of it is held back. */
    boolean mark();

    /** Returns what was there at the latest mark, as if no more text followed. */
    String release();

    /** The text is complete; returns the rest. */
    String end();
}
