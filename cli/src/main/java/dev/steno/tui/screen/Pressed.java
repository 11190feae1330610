package dev.steno.tui.screen;

/** What became of a key. */
public enum Pressed {
    /** It was used. */
    DONE,
    /** It begins a sequence of keys. */
    PREFIX,
    /** It has no meaning here. */
    UNUSED
}
