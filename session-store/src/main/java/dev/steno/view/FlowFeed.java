package dev.steno.view;

import java.util.concurrent.CompletableFuture;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A session that this process does not record, and which it follows until the feed is closed. Any thread. */
public interface FlowFeed extends FlowSource, AutoCloseable {

    /**
     * Reports flows as they are now, or that they were deleted; completes when it has.
     *
     * @param flows not to be modified meanwhile
     */
    CompletableFuture<Void> readAgain(Roaring64Bitmap flows);

    /** Stops to follow; no follower is called afterwards. Blocks while changes are reported. */
    @Override
    void close();
}
