package dev.steno.store;

import dev.steno.filter.Filter;

/**
 * What to search for in a session, and in which direction.
 *
 * @param filter matches the flows to find
 * @param reverse whether to find the newest flows first
 * @param after the search begins after this flow number, in its direction; {@link SessionReader#START} for all flows
 */
public record FlowSearch(Filter filter, boolean reverse, long after) {

    /** A search for all matching flows, oldest first. */
    public static FlowSearch of(Filter filter) {
        return new FlowSearch(filter, false, SessionReader.START);
    }

    /** Returns this search in the given direction. */
    public FlowSearch reverse(boolean newestFirst) {
        return new FlowSearch(filter, newestFirst, after);
    }

    /** Returns this search, beginning after a flow that an earlier search found. */
    public FlowSearch after(long flow) {
        return new FlowSearch(filter, reverse, flow);
    }

    /** Receives matches during the search, on the searching thread; it may use the reader. */
    @FunctionalInterface
    public interface Found<T> {
        /** Receives a match. Returns whether the search continues. */
        boolean accept(T match) throws SessionException;

        /**
         * Tells how far the search has come, after each of its reads.
         *
         * @param flow all flows up to this number, or down to it if the newest come first, were tested
         */
        default void reached(long flow) {}
    }
}
