package dev.steno.interop.intake;

import java.io.IOException;

/** Reads one format. Stateless, so that one object serves all imports; {@link #importFlows} blocks. */
public interface FlowImporter {
    /** Returns the name by which people choose the format: {@code har}. */
    String label();

    /** Returns the name in messages: {@code HAR}. */
    String title();

    /** Whether a file that begins so, or has these entries, is of this format. Decides by content, never by the name. */
    boolean recognises(Preamble head);

    /**
     * Imports all flows of a file, in the order of the file.
     *
     * @throws RefusedFileException if nothing of the file can be imported
     * @throws DamagedFileException if the rest of the file cannot be read; the flows before stay
     * @throws IOException if the file cannot be read or the session cannot be written, or the import was stopped
     */
    void importFlows(ImportSource from, Intake to) throws IOException;
}
