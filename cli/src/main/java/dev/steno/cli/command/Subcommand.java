package dev.steno.cli.command;

import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** One thing that {@code steno} does. */
public interface Subcommand {

    /** The word that calls it: its class's name in lower case, without the ending {@code Command}. */
    default String name() {
        String type = getClass().getSimpleName();
        return type.substring(0, type.length() - "Command".length()).toLowerCase(Locale.ROOT);
    }

    /** What it does, in one sentence. */
    String summary();

    /** Adds the options and parameters to an empty specification, for the help page. */
    void describe(CommandSpec spec);

    /**
     * Does it.
     *
     * @param args what follows the subcommand's name; help was not asked for
     * @return an {@link ExitCode}
     * @throws Failure if it cannot be done
     * @throws IOException if it cannot be done; the message is for people
     */
    int run(List<String> args, Console console) throws IOException;
}
