package dev.steno.cli.terminal;

/** What the process ends with. */
public final class ExitCode {
    /** All went well, or the reader of the output had enough. */
    public static final int OK = 0;

    /** The work could not be done; one line on standard error says why. */
    public static final int FAILURE = 1;

    /** The call itself was wrong; one line on standard error says how. */
    public static final int USAGE = 2;

    /** A signal ended the work before its end; what it had begun is gone again. 128 + 2, as shells say of SIGINT. */
    public static final int STOPPED = 130;

    private ExitCode() {}
}
