package dev.steno.addon;

/** How an exchange is ended for its client. Immutable. */
public sealed interface End {

    /** The client's connection or stream is closed, so that the client can tell that the response is incomplete. */
    End CLOSE = new Close();

    /** An error page with status 502, after which browsers do not send the request again. */
    End PAGE = new Page(502);

    /** See {@link #CLOSE}. */
    record Close() implements End {}

    /**
     * A page with the reason; the connection is closed instead if a response has begun.
     *
     * @param status 400 to 599
     */
    record Page(int status) implements End {}
}
