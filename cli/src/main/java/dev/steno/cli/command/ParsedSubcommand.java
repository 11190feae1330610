package dev.steno.cli.command;

import dev.steno.cli.terminal.Colouring;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
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
        CommandLine line = HelpPages.commandLine(this);
        try {
            ParseResult call = line.parseArgs(args.toArray(new String[0]));
            console.colourWhen(call.matchedOptionValue(HelpPages.COLOR, Colouring.AUTO));
            return run(call, console);
        } catch (ParameterException e) {
            throw Failure.usage(lowerFirst(String.valueOf(e.getMessage())) + "; see "
                    + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        }
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
