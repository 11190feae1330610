package dev.steno.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Builds picocli's parser of a subcommand, with the options that every subcommand has. For one thread. */
public final class ArgumentParser {
    /** The option that every subcommand has. */
    public static final String DEBUG = "--debug";

    private ArgumentParser() {}

    /** Returns the parser of a subcommand; its specification is the source of help pages and completions. */
    public static CommandLine of(Subcommand subcommand) {
        CommandSpec spec = CommandSpec.create().name("steno " + subcommand.name());
        spec.usageMessage().description(subcommand.summary(), "");
        subcommand.describe(spec);
        addCommon(spec);
        spec.subcommands().values().forEach(nested -> addCommon(nested.getCommandSpec()));
        return new CommandLine(spec);
    }

    private static void addCommon(CommandSpec spec) {
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
