package dev.steno.cli.help;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.command.Version;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno version}: shows the version. */
public final class VersionCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Show the version.";
    }

    @Override
    public void describe(CommandSpec spec) {
        // no options, no parameters
    }

    @Override
    protected int run(ParseResult call, Console console) {
        console.out().println(Version.line());
        return ExitCode.OK;
    }
}
