package dev.steno.cli;

import dev.steno.option.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The registry's options as flags of the command line. */
final class OptionFlags {
    private static final String SET = "--set";

    private OptionFlags() {}

    /** Adds a flag for each option, and {@code --set} for them all. */
    static void describe(CommandSpec spec, Options options) {
        for (dev.steno.option.OptionSpec option : options.all()) {
            List<String> names = new ArrayList<>();
            option.flags().forEach(flag -> names.add("-" + flag));
            names.add("--" + option.name());
            boolean isFlag = option.type().name().equals("boolean");
            OptionSpec.Builder flag = OptionSpec.builder(names.toArray(new String[0]))
                    .paramLabel(option.metavar())
                    .hidden(option.hidden())
                    .description(description(option));
            if (isFlag) {
                // alone it switches on; --insecure=false switches off what the configuration switched on
                flag.type(String.class).arity("0..1").fallbackValue("true");
            } else if (option.repeatable()) {
                flag.type(List.class).auxiliaryTypes(String.class).arity("1");
            } else {
                flag.type(String.class).arity("1");
            }
            spec.addOption(flag.build());
        }
        spec.addOption(OptionSpec.builder(SET)
                .paramLabel("NAME=VALUE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description("Sets any option by its name; see steno options.")
                .build());
    }

    /** What the call gives, by option name. */
    static Map<String, String> texts(ParseResult call, Options options) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (dev.steno.option.OptionSpec option : options.all()) {
            if (call.hasMatchedOption("--" + option.name())) {
                Object value = call.matchedOptionValue("--" + option.name(), "");
                if (value instanceof List<?> several) {
                    several.forEach(each -> add(given, option.name(), each.toString()));
                } else {
                    add(given, option.name(), String.valueOf(value));
                }
            }
        }
        List<String> settings = call.matchedOptionValue(SET, List.of());
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw Failure.usage("--set takes NAME=VALUE, not \"" + setting + "\"");
            }
            add(given, options.require(setting.substring(0, equals)).name(), setting.substring(equals + 1));
        }
        Map<String, String> texts = new TreeMap<>();
        given.forEach((name, values) -> texts.put(name, options.require(name).join(values)));
        return texts;
    }

    private static void add(Map<String, List<String>> given, String name, String text) {
        given.computeIfAbsent(name, key -> new ArrayList<>()).add(text);
    }

    /** picocli formats a description, so a percent sign must be doubled. */
    private static String description(dev.steno.option.OptionSpec option) {
        String text = option.defaultText();
        String suffix = text.isEmpty() || text.equals("false") ? "" : " Default: " + text + ".";
        return (option.help() + suffix).replace("%", "%%");
    }
}
