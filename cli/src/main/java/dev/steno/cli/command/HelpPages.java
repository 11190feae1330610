package dev.steno.cli.command;

import dev.steno.cli.terminal.Colouring;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Builds help pages with picocli. For one thread. */
public final class HelpPages {
    /** The option that every subcommand has. */
    public static final String DEBUG = "--debug";

    /** The option that every subcommand has, on whether output is coloured. */
    static final String COLOR = "--color";

    private static final int WIDTH = 100;
    private static final int OPTION_COLUMN = 34;

    private HelpPages() {}

    /** Returns picocli's parser for a subcommand, which also writes its help page. */
    static CommandLine commandLine(Subcommand subcommand) {
        CommandSpec spec = CommandSpec.create().name("steno " + subcommand.name());
        spec.usageMessage().description(subcommand.summary(), "");
        subcommand.describe(spec);
        addHelp(spec);
        spec.subcommands().values().forEach(nested -> addHelp(nested.getCommandSpec()));
        return new CommandLine(spec).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void addHelp(CommandSpec spec) {
        spec.usageMessage().width(WIDTH).longOptionsMaxWidth(OPTION_COLUMN).sortOptions(false);
        if (spec.findOption(COLOR) == null) {
            spec.addOption(OptionSpec.builder(COLOR)
                    .paramLabel("auto|always|never")
                    .type(Colouring.class)
                    .description(
                            "Whether output is coloured; by default if it goes to a terminal and NO_COLOR is not set.")
                    .build());
        }
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
     * Returns the help page of a subcommand, or of one nested in it.
     *
     * @param args the arguments of the call, which may name a nested subcommand
     */
    public static String page(Subcommand subcommand, List<String> args, Ansi ansi) {
        CommandLine line = commandLine(subcommand);
        for (String word : args) {
            line = line.getSubcommands().getOrDefault(word, line);
        }
        return line.getUsageMessage(ansi);
    }

    /**
     * Returns the overview page.
     *
     * @param subcommands the subcommands to list, in this order
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
