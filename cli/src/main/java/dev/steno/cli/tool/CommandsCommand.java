package dev.steno.cli.tool;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.run.ProductCommands;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.command.CommandParameter;
import dev.steno.command.Commands;
import java.io.PrintStream;
import picocli.CommandLine.ParseResult;

/** {@code steno commands}: lists the commands that a running Steno accepts. */
public final class CommandsCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "List the commands that a running Steno accepts, with their arguments, types and help.";
    }

    @Override
    public void describe(picocli.CommandLine.Model.CommandSpec spec) {
        spec.usageMessage()
                .footer(
                        "",
                        "On a terminal, a list for reading; in a pipe, one line per command with tab-separated usage, "
                                + "result and help.");
    }

    @Override
    protected int run(ParseResult call, Console console) {
        Commands commands = ProductCommands.declared();
        PrintStream out = console.out();
        for (dev.steno.command.CommandSpec command : commands.all()) {
            if (command.hidden()) {
                continue;
            }
            if (!console.isTerminal()) {
                out.print(command.usage() + "\t" + command.result() + "\t" + command.help() + "\n");
                continue;
            }
            out.print(command.usage() + "\n    " + command.help() + "\n");
            for (CommandParameter parameter : command.parameters()) {
                out.print("    " + parameter.usage() + ": " + parameter.type().name() + ". " + parameter.help() + "\n");
            }
            if (!command.result().equals("nothing")) {
                out.print("    returns " + command.result() + "\n");
            }
        }
        return ExitCode.OK;
    }
}
