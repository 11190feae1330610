package dev.steno.local;

import dev.steno.flow.HttpFlow;
import java.util.concurrent.CompletionStage;

/** The exchange of a request that Steno sent. Any thread. */
public interface LocalExchange {
    /** Completes with the number of the new flow, on the event loop, once the flow was published. */
    CompletionStage<Long> began();

    /**
     * Completes with the last revision of the flow, on the event loop: its error says whether the exchange failed. A flow
     * that continues as a WebSocket or a raw stream counts as ended, as Steno is no peer for these. Fails with
     * an IllegalStateException if the client was closed, or the proxy stopped, before the exchange began.
     */
    CompletionStage<HttpFlow> ended();

    /**
     * Returns for how long the request waited for a connection to its server, since others were being established or in use,
     * in nanoseconds; 0 if it did not wait. The connection's own establishment is not part of it. Complete once the exchange
     * has ended.
     */
    long queued();

    /**
     * Ends the exchange as a client that disconnects would; does nothing if it has ended.
     *
     * @param why the recorded reason, a main clause
     */
    void cancel(String why);
}
