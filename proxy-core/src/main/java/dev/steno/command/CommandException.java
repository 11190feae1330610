package dev.steno.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports that a command was called incorrectly or that it failed. The message is for the person who called it. */
public final class CommandException extends RuntimeException {
    private final @Nullable String usage;

    /** For commands: reports that the command failed. */
    public CommandException(String message) {
        this(message, null, null);
    }

    /** For commands: reports that the command failed. */
    public CommandException(String message, Throwable cause) {
        this(message, null, cause);
    }

    private CommandException(String message, @Nullable String usage, @Nullable Throwable cause) {
        super(usage == null ? message : message + System.lineSeparator() + "usage: " + usage, cause);
        this.usage = usage;
    }

    /** The command was called incorrectly; the message ends with its usage line. */
    static CommandException usage(String message, CommandSpec spec, @Nullable Throwable cause) {
        return new CommandException(message, spec.usage(), cause);
    }

    /** The command's usage line if it was called incorrectly; empty if it failed or does not exist. */
    public Optional<String> usage() {
        return Optional.ofNullable(usage);
    }
}
