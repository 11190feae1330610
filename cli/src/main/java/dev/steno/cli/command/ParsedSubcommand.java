package dev.steno.cli.command;

import dev.steno.cli.terminal.Colouring;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A subcommand whose arguments are parsed by picocli. */
public abstract class ParsedSubcommand implements Subcommand {

    /**
     * Runs the subcommand.
     *
     * @return an {@link ExitCode}
     * @throws Failure if it cannot be done
     * @throws IOException if it cannot be done; the message is for people
     */
    protected abstract int run(ParseResult call, Console console) throws IOException;

    @Override
    public final int run(List<String> args, Console console) throws IOException {
        CommandLine line = ArgumentParser.of(this);
        try {
            ParseResult call = line.parseArgs(args.toArray(new String[0]));
            console.colourWhen(call.matchedOptionValue(ArgumentParser.COLOR, Colouring.AUTO));
            return run(call, console);
        } catch (ParameterException e) {
            throw Failure.usage(ArgumentErrors.explain(e, args));
        }
    }
}
