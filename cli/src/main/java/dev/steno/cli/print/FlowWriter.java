package dev.steno.cli.print;

import dev.steno.store.FlowRow;

/** An output format for a list of flows. For one thread. */
public interface FlowWriter {

    /** Writes a flow. */
    void write(FlowRow row);

    /** Writes the end of a list, if the format has one. */
    default void writeEnd() {}
}
