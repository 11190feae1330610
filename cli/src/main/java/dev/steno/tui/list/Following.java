package dev.steno.tui.list;

/** How the visible part of the list follows what is recorded. */
public enum Following {
    /** The newest flows are visible. */
    TAIL,
    /** The visible flows stay where they are, whatever is recorded before and behind them. */
    BROWSING,
    /** Nothing changes; recording continues. */
    PAUSED
}
