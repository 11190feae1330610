package dev.steno.flow;

/** Changes the trailers of a message whose body passes while it arrives. Called on the exchange's event loop; must not block. */
public interface TrailerChange {

    /** Whether it may add fields; HTTP/1 sends the message without Content-Length then. Called before the head is sent. */
    boolean adds();

    /**
     * Changes the trailers, before they are sent.
     *
     * @param ended the flow with the complete message
     * @return the flow with other trailers in the message, and with other notes; all else of it is ignored
     */
    HttpFlow apply(HttpFlow ended);

    /**
     * The message cannot have trailers.
     *
     * @param why a main clause
     * @return the flow with other notes
     */
    HttpFlow refused(HttpFlow ended, String why);
}
