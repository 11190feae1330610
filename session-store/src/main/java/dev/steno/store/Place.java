package dev.steno.store;

import dev.steno.flow.Flow;

/**
 * Where a flow stands in the order of time: reading goes on behind the place of the last flow that was read. A session
 * file orders its flows by their numbers alone, which its recorder counted when they began, and ignores the time. A store
 * that several recorders share orders them by the time at which they began, and by their numbers where that is equal.
 * Immutable.
 *
 * @param started when the flow began, in nanoseconds since the epoch
 * @param flow the flow's number
 */
public record Place(long started, long flow) {
    /** Before the first flow, in either direction. */
    public static final Place START = new Place(Long.MIN_VALUE, -1);

    /** Returns the place of a flow. */
    public static Place of(Flow flow) {
        return new Place(flow.started(), flow.id());
    }

    /** Returns the place of the flow of a row. */
    public static Place of(FlowRow row) {
        return new Place(row.started(), row.id());
    }

    /**
     * Returns the place of a number whose time is not known; there need not be a flow with this number. It says all that
     * a file needs, and nothing to a store whose {@link SessionReader#isInNumberOrder} is false.
     */
    public static Place ofNumber(long flow) {
        return new Place(0, flow);
    }

    /** Returns whether this is {@link #START}. Not by {@code equals}, which the JVM links at its first use, for 20 ms. */
    public boolean isStart() {
        return flow == START.flow && started == START.started;
    }
}
