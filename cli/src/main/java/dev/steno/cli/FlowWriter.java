package dev.steno.cli;

import dev.steno.store.FlowRow;

/** One format of a list of flows. For one thread. */
interface FlowWriter {

    /** Writes a flow. */
    void write(FlowRow row);

    /** Ends the list. */
    default void end() {}
}
