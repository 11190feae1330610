package dev.steno.cli.command;

import dev.steno.cli.terminal.Colouring;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Builds picocli's parser of a subcommand, with the options that every subcommand has. For one thread. */
public final class ArgumentParser {
    /** The option that every subcommand has. */
    public static final String DEBUG = "--debug";

    /** Whether output is coloured; every subcommand has it as well. */
    static final String COLOR = "--color";

    static {
        // No option has one of these types, for which picocli would load their classes at each start.
        System.setProperty("picocli.converters.excludes", "java\\.(sql|time)\\..*");
    }

    private ArgumentParser() {}

    /** Returns the parser of a subcommand; its specification is the source of help pages and completions. */
    public static CommandLine of(Subcommand subcommand) {
        CommandSpec spec = CommandSpec.create().name("steno " + subcommand.name());
        spec.usageMessage().description(subcommand.summary(), "");
        subcommand.describe(spec);
        addCommon(spec);
        spec.subcommands().values().forEach(nested -> addCommon(nested.getCommandSpec()));
        return new CommandLine(spec).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void addCommon(CommandSpec spec) {
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
}
