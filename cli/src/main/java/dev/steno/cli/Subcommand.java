package dev.steno.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One thing that {@code steno} does. */
interface Subcommand {

    /** What it does, in one sentence. */
    String summary();

    /** Adds the options and parameters to an empty specification. */
    void describe(CommandSpec spec);

    /**
     * Does it.
     *
     * @return an {@link ExitCode}
     * @throws Failure if it cannot be done
     * @throws IOException if it cannot be done; the message is for people
     */
    int run(ParseResult call, Console console) throws IOException;
}
