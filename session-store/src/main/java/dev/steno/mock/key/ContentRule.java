package dev.steno.mock.key;

/** How much of the bodies of two requests must be equal. */
public enum ContentRule {
    /** What they mean: JSON by value, forms by their fields, other bodies by their bytes without content codings. */
    AUTO,
    /** All bytes, as sent. */
    EXACT,
    /** Nothing. */
    NONE
}
