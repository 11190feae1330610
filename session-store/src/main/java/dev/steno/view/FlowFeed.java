package dev.steno.view;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A source of flows that others record: it polls where they are recorded, on a thread of its own, on which it calls its
 * followers. Nothing waits in memory: what it has reported, readers can see. Any thread.
 */
public interface FlowFeed extends FlowSource, AutoCloseable {

    /** Starts to poll at this interval. To be called once. */
    void start(Duration between);

    /** Polls immediately; completes when everything committed before the call has been reported. */
    CompletableFuture<Void> lookNow();

    /**
     * Reports flows as they are now, or that they were deleted; completes when it has.
     *
     * @param flows not to be modified meanwhile
     */
    CompletableFuture<Void> readAgain(Roaring64Bitmap flows);

    /** Stops to poll, and waits for a poll in progress. */
    @Override
    void close();
}
