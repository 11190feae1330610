package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where views find flows: a session recorded in this process, or a file that another records to. Any thread. */
interface FlowSource {

    /** Tells from now on what changes. The follower does not wait. */
    void follow(Consumer<FlowEvent> follower);

    /** Tells a follower no more. */
    void unfollow(Consumer<FlowEvent> follower);

    /** The flows whose newest revision is not in reach of a reader yet. */
    List<Flow> waiting();

    /** The newest revision of a flow, where it is not in reach of a reader yet. */
    @Nullable
    Flow waiting(long flow);

    /**
     * Completes when all that was told so far is in reach of readers.
     *
     * @param hurry whether someone waits for it
     */
    CompletableFuture<Void> inReach(boolean hurry);

    /** A new reader; the caller closes it. */
    SessionReader reader() throws SessionException;
}
