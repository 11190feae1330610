package dev.steno.cli.tool;

import dev.steno.addon.jar.AddonFolder;
import dev.steno.cli.assembly.AddonStart;
import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.option.FlagReader;
import dev.steno.cli.option.OptionFlags;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.option.OptionSource;
import dev.steno.option.OptionSpec;
import dev.steno.option.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code steno options}: lists every option with its type, value and help. */
public final class OptionsCommand implements Subcommand {
    @Override
    public String summary() {
        return "List the options with their types, values and help.";
    }

    @Override
    public void describe(CommandSpec spec) {
        OptionFlags.describe(spec, ProductOptions.declared());
        spec.usageMessage()
                .customSynopsis("steno options [OPTIONS]")
                .footer(
                        "",
                        "On a terminal, a list for reading; in a pipe, one line per option with tab-separated name, "
                                + "type, value, source, default and help. Takes the flags of steno run, and shows the values that "
                                + "run would use.");
    }

    @Override
    public int run(List<String> args, Console console) throws IOException {
        Options options = ProductOptions.declared();
        AddonFolder addons = AddonStart.load(options, args, System.getenv());
        AddonStart.loadOptions(options, addons, () -> FlagReader.read(args, options, "steno options"), System.getenv());
        addons.problems().forEach(problem -> console.say("warning: " + problem));
        PrintStream out = console.out();
        for (OptionSpec option : options.all()) {
            if (option.hidden()) {
                continue;
            }
            if (console.isTerminal()) {
                String flags = option.flags().stream().map(flag -> ", -" + flag).reduce("", String::concat);
                out.print("--" + option.name() + flags + "  " + option.metavar() + "\n");
                out.print("    " + option.help() + "\n");
                out.print("    " + (option.current().isEmpty() ? "not set" : "is " + option.current())
                        + (option.source() == OptionSource.DEFAULT ? " by default" : ", from the " + option.source())
                        + "\n");
            } else {
                out.print(String.join(
                                "\t",
                                option.name(),
                                option.type().name(),
                                option.current(),
                                option.source().toString(),
                                option.defaultText(),
                                option.help())
                        + "\n");
            }
        }
        return ExitCode.OK;
    }
}
