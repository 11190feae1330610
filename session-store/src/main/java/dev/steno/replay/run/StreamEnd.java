package dev.steno.replay.run;

/** How an event stream that was read again has ended. */
public enum StreamEnd {
    /** As many events had come as were recorded. */
    EVENTS("once as many events had come as were recorded"),
    /** The time that it was given, or that it took in the record, was over. */
    TIME("after the time that they were given"),
    /** The server ended it. */
    SERVER("by their servers");

    private final String how;

    StreamEnd(String how) {
        this.how = how;
    }

    /** Returns when or by whom, a phrase for several streams that "ended" precedes. */
    public String how() {
        return how;
    }
}
