package dev.steno.flow;

/**
 * Who recorded a flow of a store that several recorders share. Immutable.
 *
 * @param file the name of the recorder's session file
 * @param host the machine on which it records
 */
public record RecordedBy(String file, String host) {
    /** Returns both for people. */
    public String text() {
        return file + " on " + host;
    }
}
