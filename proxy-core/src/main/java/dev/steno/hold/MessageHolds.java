package dev.steno.hold;

/** Which filters hold messages of WebSockets and raw streams. */
public enum MessageHolds {
    /** Those that name {@code ~websocket} or {@code ~tcp}. */
    NAMED,
    /** All. */
    ALL,
    /** None. */
    NONE
}
