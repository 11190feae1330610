package dev.steno.cli.option;

import dev.steno.option.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Describes the registry's options to picocli, for help pages; {@link FlagReader} parses them. Stateless. */
public final class OptionFlags {
    private OptionFlags() {}

    /** Adds a flag for each option, and {@code --set}. */
    public static void describe(CommandSpec spec, Options options) {
        describe(spec, options, option -> true, Map.of());
    }

    /**
     * Like {@link #describe(CommandSpec, Options)}, for a command whose help page shows only some of the options.
     *
     * @param shown which options, by name
     * @param defaults of the command, by option name, if they differ from those of the options
     */
    public static void describe(
            CommandSpec spec, Options options, Predicate<String> shown, Map<String, String> defaults) {
        for (dev.steno.option.OptionSpec option : options.all()) {
            List<String> names = new ArrayList<>();
            option.flags().forEach(flag -> names.add("-" + flag));
            names.add("--" + option.name());
            OptionSpec.Builder flag = OptionSpec.builder(names.toArray(new String[0]))
                    .paramLabel(option.metavar())
                    .hidden(option.hidden() || !shown.test(option.name()))
                    .description(description(option, defaults.getOrDefault(option.name(), option.defaultText())));
            if (FlagReader.isSwitch(option)) {
                flag.arity("0");
            } else if (option.repeatable()) {
                flag.type(List.class).auxiliaryTypes(type(option)).arity("1");
            } else {
                flag.type(type(option)).arity("1");
            }
            spec.addOption(flag.build());
        }
        spec.addOption(OptionSpec.builder("--set")
                .paramLabel("NAME=VALUE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .hidden(!shown.test("set"))
                .description("Sets any option by its name; see steno options.")
                .build());
    }

    /** Files have a type of their own, so that shells complete their names. */
    private static Class<?> type(dev.steno.option.OptionSpec option) {
        return option.metavar().equals("FILE") || option.metavar().equals("DIR") ? Path.class : String.class;
    }

    /** picocli treats a description as a format string, so percent signs are doubled. */
    private static String description(dev.steno.option.OptionSpec option, String text) {
        String suffix = text.isEmpty() || text.equals("false") ? "" : " Default: " + text + ".";
        return (option.help() + suffix).replace("%", "%%");
    }
}
