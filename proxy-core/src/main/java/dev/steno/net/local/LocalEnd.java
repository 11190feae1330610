package dev.steno.net.local;

/** The client's end of a flow that Steno began, as its client sees it. On the event loop of the client. */
interface LocalEnd {
    /**
     * Ends the flow if it has not ended.
     *
     * @param why the recorded reason
     */
    void cancel(String why);

    /** Its client was closed. */
    void close();

    /** The proxy shuts down: {@link dev.steno.net.channel.Draining}. */
    void tell(Object event);

    /** Returns for how long it waited for a connection, in nanoseconds. Any thread. */
    default long queued() {
        return 0;
    }
}
