package dev.steno.store;

import dev.steno.filter.Filter;

/**
 * What to look for in a session, and which way.
 *
 * @param filter which flows
 * @param reverse newest first
 * @param after goes on behind this flow number, in the direction of the search; {@link SessionReader#START} for all
 */
public record FlowSearch(Filter filter, boolean reverse, long after) {

    /** All flows that match, oldest first. */
    public static FlowSearch of(Filter filter) {
        return new FlowSearch(filter, false, SessionReader.START);
    }

    /** The same, newest first where asked for. */
    public FlowSearch reverse(boolean newestFirst) {
        return new FlowSearch(filter, newestFirst, after);
    }

    /** The same, behind a flow that was found before. */
    public FlowSearch after(long flow) {
        return new FlowSearch(filter, reverse, flow);
    }

    /** Hears of matches while the search goes on; on the thread that searches, which may use the reader meanwhile. */
    @FunctionalInterface
    public interface Found<T> {
        /** One more match. Says whether to go on. */
        boolean accept(T match) throws SessionException;
    }
}
