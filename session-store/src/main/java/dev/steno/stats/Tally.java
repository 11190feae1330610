package dev.steno.stats;

import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import java.util.List;

/**
 * Answers one question by adding up flows, one at a time. Its memory does not depend on the number of flows. For one
 * thread at a time.
 *
 * @param <R> the answer, immutable
 */
public interface Tally<R> {

    /** Returns the columns that it reads. */
    List<FlowColumn> columns();

    /**
     * Adds the current flow of a block.
     *
     * @param weight 1; or -1 to take away a flow that was added with the same values
     */
    void add(ColumnBlock flow, int weight);

    /** Returns the answer about the flows added so far. */
    R result();

    /** Returns whether flows can be taken away and added in any order; if not, each answer needs a pass of its own. */
    default boolean isAdditive() {
        return true;
    }
}
