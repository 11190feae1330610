package dev.steno.cli.help;

import dev.steno.cli.command.ArgumentParser;
import dev.steno.cli.command.Subcommand;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Builds one specification of the whole command line, for completion scripts. Stateless. */
final class CommandTree {
    /** A label that lists the values, such as {@code on|off}. */
    private static final Pattern CHOICES = Pattern.compile("[a-z0-9-]+(\\|[a-z0-9-]+)+");

    private CommandTree() {}

    /**
     * Returns a command {@code steno} with all subcommands, which has the options of the default one as its own.
     *
     * @param standard the name of the subcommand that runs if none is named
     */
    static CommandLine of(List<Subcommand> subcommands, String standard) {
        CommandSpec root = CommandSpec.create().name("steno");
        for (Subcommand subcommand : subcommands) {
            CommandSpec spec = ArgumentParser.of(subcommand).getCommandSpec();
            offerChoices(spec);
            if (subcommand.name().equals(standard)) {
                spec.options().forEach(root::addOption);
            }
            root.addSubcommand(subcommand.name(), spec);
        }
        root.addOption(OptionSpec.builder("-V", "--version")
                .description("Shows the version.")
                .build());
        return new CommandLine(root);
    }

    private static void offerChoices(CommandSpec spec) {
        for (OptionSpec option : List.copyOf(spec.options())) {
            List<String> choices = choices(option);
            if (option.hidden()) {
                spec.remove(option);
            } else if (!choices.isEmpty()) {
                spec.remove(option);
                spec.addOption(
                        OptionSpec.builder(option).completionCandidates(choices).build());
            }
        }
        spec.subcommands().values().forEach(nested -> offerChoices(nested.getCommandSpec()));
    }

    /** The values that an option accepts; empty if its label does not list them. */
    static List<String> choices(OptionSpec option) {
        return CHOICES.matcher(option.paramLabel()).matches()
                ? Arrays.asList(option.paramLabel().split("\\|"))
                : List.of();
    }
}
