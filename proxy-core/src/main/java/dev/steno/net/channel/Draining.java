package dev.steno.net.channel;

/**
 * User events for a client's pipeline while the proxy shuts down. Handlers that record a failure after either of them
 * record {@link #CUT_OFF} if Steno itself ends the connection.
 */
public enum Draining {
    /** The proxy is shutting down. Close now if idle, otherwise after the exchange in progress. */
    EVENT,

    /** The grace period is over: the connection is closed next, with what is still in progress. */
    GRACE_OVER;

    /** The recorded error of exchanges and streams that Steno's shutdown ended. */
    public static final String CUT_OFF = "Steno was stopped before this was complete";
}
