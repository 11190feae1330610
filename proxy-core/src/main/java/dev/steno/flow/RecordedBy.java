package dev.steno.flow;

/**
 * Who recorded a flow of a store that several recorders share. Immutable.
 *
 * @param file the name of the recorder's session file; empty if the store does not tell
 * @param host the machine on which it records; empty if the store does not tell
 */
public record RecordedBy(String file, String host) {
    /** Returns both for people. */
    public String text() {
        return file.isEmpty() && host.isEmpty() ? "unknown" : file + " on " + host;
    }
}
