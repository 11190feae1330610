package dev.steno.addon;

import org.jspecify.annotations.Nullable;

/**
 * A handler that may block, in two steps: what it keeps of a flow is looked up while the flow has not ended, although the
 * thread that runs it may begin later.
 *
 * @param <T> the subject
 */
@FunctionalInterface
public interface PreparedHandler<T> {
    /**
     * Begins a call. Runs on an event loop, in the order of the hooks; must not block.
     *
     * @return null if there is nothing to do: the handler passes, and no thread is used
     */
    @Nullable
    Call<T> begin(T subject);

    /** A call that has begun. Either it is run, once, on a thread that may block, or it is dropped. */
    @FunctionalInterface
    interface Call<T> extends Handler<T> {
        /** The call will not be run: no thread was free, or the client disconnected before one was. Any thread; must not block. */
        default void dropped() {}
    }
}
