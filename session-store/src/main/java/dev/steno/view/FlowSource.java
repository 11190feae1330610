package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where views get flows from: a session that this process records, the file of another process, or a store that several
 * recorders share. Any thread.
 */
public interface FlowSource {

    /**
     * Returns whether flows stand in the order of their numbers, as all readers of this source say
     * ({@link SessionReader#isInNumberOrder}). If not, views list a window: the newest flows that match, in the order of the
     * times at which they began.
     */
    default boolean isInNumberOrder() {
        return true;
    }

    /**
     * Calls the follower for each change from now on, in any order, and possibly twice: {@link FlowEvent.Changed} and
     * {@link FlowEvent.Closed} for revisions, {@link FlowEvent.Deleted}. The follower does not block, or blocks to slow down
     * a source that reads ahead of it.
     */
    void follow(Consumer<FlowEvent> follower);

    /** Stops calling a follower. */
    void unfollow(Consumer<FlowEvent> follower);

    /** The flows whose newest revision is not visible to readers yet. */
    List<Flow> waiting();

    /** The newest revision of a flow; null if it is visible to readers. */
    @Nullable
    Flow waiting(long flow);

    /**
     * Completes when readers can see everything reported so far.
     *
     * @param hurry whether to commit immediately because a caller waits for it
     */
    CompletableFuture<Void> inReach(boolean hurry);

    /** Opens a new reader, which the caller closes. */
    SessionReader reader() throws SessionException;
}
