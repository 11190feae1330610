package dev.steno.cli;

/** What the process ends with. */
final class ExitCode {
    /** All went well, or the reader of the output had enough. */
    static final int OK = 0;

    /** The work could not be done; one line on standard error says why. */
    static final int FAILURE = 1;

    /** The call itself was wrong; one line on standard error says how. */
    static final int USAGE = 2;

    private ExitCode() {}
}
