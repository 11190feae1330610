package dev.steno.cli.help;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion script for fish, for which picocli has no generator. Stateless. */
final class FishCompletion {
    private FishCompletion() {}

    /** @param tree all commands, as {@link CommandTree} makes them */
    static String of(CommandLine tree) {
        StringBuilder script = new StringBuilder("# Completion of steno for fish.\ncomplete -c steno -f\n");
        String first = "__fish_use_subcommand";
        commands(script, tree.getCommandSpec(), first);
        options(script, tree.getCommandSpec(), first);
        tree.getSubcommands().forEach((name, line) -> {
            CommandSpec spec = line.getCommandSpec();
            String within = "__fish_seen_subcommand_from " + name;
            commands(script, spec, within);
            options(script, spec, within);
            if (spec.positionalParameters().stream().anyMatch(FishCompletion::isFile)) {
                line(script, within, "-F");
            }
        });
        if (tree.getSubcommands().containsKey("call")) {
            // the running Steno knows its commands and values of their arguments
            line(
                    script,
                    "__fish_seen_subcommand_from call",
                    "-a '(steno call --complete (commandline -opc)[3..-1] (commandline -ct) 2>/dev/null)'");
        }
        if (tree.getSubcommands().containsKey("hold")) {
            line(
                    script,
                    "__fish_seen_subcommand_from hold; and test (count (commandline -opc)) -gt 2",
                    "-a '(steno hold --complete 2>/dev/null)'");
        }
        return script.toString();
    }

    private static void commands(StringBuilder script, CommandSpec spec, String when) {
        spec.subcommands()
                .forEach((name, nested) ->
                        line(script, when, "-a " + name + " -d " + quoted(summary(nested.getCommandSpec()))));
    }

    private static void options(StringBuilder script, CommandSpec spec, String when) {
        for (OptionSpec option : spec.options()) {
            StringBuilder words = new StringBuilder();
            for (String name : option.names()) {
                words.append(name.startsWith("--") ? "-l " : "-s ")
                        .append(name.replaceFirst("^--?", ""))
                        .append(' ');
            }
            if (option.arity().max() > 0) {
                List<String> choices = CommandTree.choices(option);
                words.append(isFile(option) ? "-r -F " : "-x ");
                words.append(choices.isEmpty() ? "" : "-a " + quoted(String.join(" ", choices)) + " ");
            }
            line(script, when, words + "-d " + quoted(firstSentence(option.description())));
        }
    }

    private static void line(StringBuilder script, String when, String rest) {
        script.append("complete -c steno -n '")
                .append(when)
                .append("' ")
                .append(rest)
                .append('\n');
    }

    private static boolean isFile(ArgSpec arg) {
        return arg.type() == Path.class || List.of(arg.auxiliaryTypes()).contains(Path.class);
    }

    private static String summary(CommandSpec spec) {
        return firstSentence(spec.usageMessage().description());
    }

    private static String firstSentence(String[] description) {
        String text = description.length == 0 ? "" : description[0].replace("%%", "%");
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
