package dev.steno.cli.command;

import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** One thing that {@code steno} does. Runs on the main thread. */
public interface Subcommand {

    /** Returns the word that calls it: the name of its class in lower case, without the ending {@code Command}. */
    default String name() {
        String type = getClass().getSimpleName();
        return type.substring(0, type.length() - "Command".length()).toLowerCase(Locale.ROOT);
    }

    /** Returns one sentence on what it does, for help pages. */
    String summary();

    /** Adds its options and parameters to an empty specification. */
    void describe(CommandSpec spec);

    /** Returns the arguments that are Steno's own: those after {@code --} are for a program that it starts. */
    default List<String> own(List<String> args) {
        return beforeDashes(args);
    }

    /** Returns the arguments before {@code --}; all if there is none. */
    static List<String> beforeDashes(List<String> args) {
        int end = args.indexOf("--");
        return end < 0 ? args : args.subList(0, end);
    }

    /**
     * Runs the subcommand.
     *
     * @param args the arguments after the subcommand's name, without {@code --help}
     * @return an {@link ExitCode}
     * @throws Failure if it cannot be done
     * @throws IOException if it cannot be done; the message is for people
     */
    int run(List<String> args, Console console) throws IOException;
}
