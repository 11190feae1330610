package dev.steno.local;

import dev.steno.flow.Flow;
import java.util.concurrent.CompletionStage;

/** A flow that Steno began as a client. Any thread. */
public interface LocalFlow {
    /** Completes with the number of the new flow, on the event loop, once the flow was published. */
    CompletionStage<Long> began();

    /**
     * Completes with the last revision of the flow, on the event loop: its error says whether it failed. Fails with an
     * IllegalStateException if the client was closed, or the proxy stopped, before the flow began.
     */
    CompletionStage<? extends Flow> ended();

    /**
     * Returns for how long it waited for a connection to its server, since others were being established or in use, in
     * nanoseconds; 0 if it did not wait, as a raw stream never does. The connection's own establishment is not part of it.
     * Complete once the flow has ended.
     */
    long queued();

    /**
     * Ends the flow as a client that disconnects would; does nothing if it has ended.
     *
     * @param why the recorded reason, a main clause
     */
    void cancel(String why);
}
