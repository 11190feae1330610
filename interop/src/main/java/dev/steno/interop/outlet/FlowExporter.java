package dev.steno.interop.outlet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes one format. Stateless, so that one object serves all exports; {@link #exportFlows} blocks. */
public interface FlowExporter {
    /** Returns the name by which people choose the format: {@code har}. */
    String label();

    /** Returns the name in messages, with what the format cannot hold: {@code HAR 1.2}. */
    String title();

    /** Returns the usual ending of such files, with its dot. */
    String extension();

    /** Returns the media type of such files. */
    String mediaType();

    /** Returns the versions that a person may choose, the usual one first; empty if there is one only. */
    default List<Integer> versions() {
        return List.of();
    }

    /** Returns what else a person may ask of this format. */
    default List<ExportOptions.Choice> choices() {
        return List.of();
    }

    /**
     * Writes flows.
     *
     * @param to is not closed; buffered by the caller
     * @throws IOException if a flow cannot be read or the target cannot be written, or the export was stopped
     */
    void exportFlows(ExportFlows from, OutputStream to) throws IOException;
}
