package dev.steno.fleet.ship;

/** Why a session ships as another recorder than before, so that all of its flows are sent again. */
public enum NewNumber {
    /** A copy of the file ships under the number that it had. */
    COPIED,
    /** The recorder was removed from the store, or the store is older than what it was sent. */
    REMOVED,
    /** The session was redacted. The store still has the flows as they were, under the number that it had. */
    REWRITTEN
}
