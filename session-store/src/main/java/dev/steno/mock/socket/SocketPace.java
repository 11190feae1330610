package dev.steno.mock.socket;

/** When the messages of a recorded server are sent. */
public enum SocketPace {
    /** Those that followed the client's n-th message, once the client has sent it. */
    LOCKSTEP,
    /** At the recorded times, whatever the client sends. */
    TIMED,
    /** All at once. */
    BURST
}
