package dev.steno.cli.command;

import dev.steno.cli.terminal.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * An error that ends a subcommand with one line on standard error. The message is for people and has neither a full
 * stop nor a line end.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Returns the error of work that failed; exit code 1. */
    public static Failure because(String message) {
        return new Failure(ExitCode.FAILURE, message, null);
    }

    /** Returns the error of work that failed; exit code 1. {@code --debug} shows the cause. */
    public static Failure because(String message, Throwable cause) {
        return new Failure(ExitCode.FAILURE, message, cause);
    }

    /** Returns the error of wrong arguments; exit code 2. */
    public static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message, null);
    }

    /** Returns the error of work that failed, with this exit code. */
    public static Failure withCode(int exitCode, String message) {
        return new Failure(exitCode, message, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
