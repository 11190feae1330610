package dev.steno.cli.tool;

import dev.steno.cli.assembly.ProductCommands;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.remote.RunningCommands;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.command.Commands;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno commands}: lists the commands that a running Steno accepts. */
public final class CommandsCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "List the commands that a running Steno accepts, with their arguments, types and help.";
    }

    @Override
    public void describe(picocli.CommandLine.Model.CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--home")
                .paramLabel("DIR")
                .type(Path.class)
                .description("Steno's home folder; ~/.steno by default.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "On a terminal, a list for reading; in a pipe, one line per command with tab-separated usage, "
                                + "result and help. Commands of addons come last, if a Steno runs with the home folder that "
                                + "has loaded them.");
    }

    @Override
    protected int run(ParseResult call, Console console) {
        Commands commands = ProductCommands.declared();
        List<RunningCommands.Told> all = new ArrayList<>();
        for (dev.steno.command.CommandSpec command : commands.all()) {
            if (!command.hidden()) {
                all.add(new RunningCommands.Told(
                        command.usage(),
                        command.result(),
                        command.help(),
                        command.parameters().stream()
                                .map(each -> each.usage() + ": " + each.type().name() + ". " + each.help())
                                .toList()));
            }
        }
        all.addAll(RunningCommands.beyond(commands, call.matchedOptionValue("--home", null)));
        PrintStream out = console.out();
        for (RunningCommands.Told command : all) {
            if (!console.isTerminal()) {
                out.print(command.usage() + "\t" + command.result() + "\t" + command.help() + "\n");
                continue;
            }
            out.print(command.usage() + "\n    " + command.help() + "\n");
            command.parameters().forEach(each -> out.print("    " + each + "\n"));
            if (!command.result().equals("nothing")) {
                out.print("    returns " + command.result() + "\n");
            }
        }
        return ExitCode.OK;
    }
}
