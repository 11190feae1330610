package dev.steno.session;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A second place that has to have a flow before the client gets the end of its response, such as a shared store. Any thread;
 * never blocks.
 */
public interface FurtherRecord {
    /**
     * Returns a future that completes once all is there that was durable in the session before the call. It fails if that
     * will not be so, and the client's connection is aborted then.
     */
    CompletableFuture<Void> kept();

    /** Returns the reason for which a new exchange is refused, and counts the refusal; null if exchanges are accepted. */
    @Nullable
    String refusal();

    /** Returns whether new exchanges are refused. */
    boolean refuses();
}
