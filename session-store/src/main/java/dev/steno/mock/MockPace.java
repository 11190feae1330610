package dev.steno.mock;

/** How fast recorded streams of events and of gRPC are sent. */
public enum MockPace {
    /** In the recorded pieces, with the pauses between them. */
    RECORDED,
    /** As fast as the client reads. */
    NONE
}
