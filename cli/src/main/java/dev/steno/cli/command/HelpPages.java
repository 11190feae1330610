package dev.steno.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help pages. */
public final class HelpPages {
    /** What every subcommand takes. */
    public static final String DEBUG = "--debug";

    private static final int WIDTH = 100;
    private static final int OPTION_COLUMN = 34;

    private HelpPages() {}

    /** A subcommand as picocli sees it. */
    static CommandLine commandLine(Subcommand subcommand) {
        CommandSpec spec = CommandSpec.create().name("steno " + subcommand.name());
        spec.usageMessage().description(subcommand.summary(), "");
        subcommand.describe(spec);
        addHelp(spec);
        spec.subcommands().values().forEach(nested -> addHelp(nested.getCommandSpec()));
        return new CommandLine(spec);
    }

    private static void addHelp(CommandSpec spec) {
        spec.usageMessage().width(WIDTH).longOptionsMaxWidth(OPTION_COLUMN).sortOptions(false);
        if (spec.findOption(DEBUG) == null) {
            spec.addOption(OptionSpec.builder(DEBUG)
                    .description("Prints the stack trace of an error as well.")
                    .build());
        }
        spec.addOption(OptionSpec.builder("-h", "--help")
                .description("Shows this page.")
                .build());
    }

    /**
     * The help page of a subcommand.
     *
     * @param args the call's: they may name a subcommand of its own
     */
    public static String page(Subcommand subcommand, List<String> args, Ansi ansi) {
        CommandLine line = commandLine(subcommand);
        for (String word : args) {
            line = line.getSubcommands().getOrDefault(word, line);
        }
        return line.getUsageMessage(ansi);
    }

    /**
     * The help page of them all.
     *
     * @param subcommands those to be shown, in their order
     */
    public static String overview(List<Subcommand> subcommands, Ansi ansi) {
        CommandSpec spec = CommandSpec.create().name("steno");
        spec.usageMessage()
                .width(WIDTH)
                .description("An intercepting HTTP(S) proxy that records every flow to a session file.", "")
                .synopsisHeading("Usage: ")
                .customSynopsis("steno [run] [OPTIONS]", "       steno COMMAND [OPTIONS] [ARGUMENTS]")
                .commandListHeading("Commands:%n")
                .footer(
                        "",
                        "steno COMMAND --help shows a command's options. Without a command, steno runs the proxy.",
                        "Exit codes: 0 success, 1 failure, 2 usage error, 130 stopped by a signal. An error is reported "
                                + "in one line on standard error.");
        for (Subcommand subcommand : subcommands) {
            CommandSpec nested = CommandSpec.create().name(subcommand.name());
            nested.usageMessage().description(subcommand.summary());
            spec.addSubcommand(subcommand.name(), nested);
        }
        spec.addOption(OptionSpec.builder("-h", "--help")
                .description("Shows this page.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .description("Shows the version.")
                .build());
        return new CommandLine(spec).getUsageMessage(ansi);
    }
}
