package dev.steno.cli.terminal;

/** The exit codes of the process. */
public final class ExitCode {
    /** Success; also if a listing stops since the reader of the output closed its pipe early. */
    public static final int OK = 0;

    /** The work failed; one line on standard error says why. */
    public static final int FAILURE = 1;

    /** The arguments are wrong; one line on standard error says how. */
    public static final int USAGE = 2;

    /** What was compared differs. No failure: the work was done. */
    public static final int DIFFERENT = 3;

    /** A signal stopped the work; its changes were undone, or the message says what is left. 128 + 2, as shells report SIGINT. */
    public static final int STOPPED = 130;

    private ExitCode() {}
}
