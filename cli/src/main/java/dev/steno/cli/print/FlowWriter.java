package dev.steno.cli.print;

import dev.steno.store.FlowRow;

/** One format of a list of flows. For one thread. */
public interface FlowWriter {

    /** Writes a flow. */
    void write(FlowRow row);

    /** Ends the list. */
    default void end() {}
}
