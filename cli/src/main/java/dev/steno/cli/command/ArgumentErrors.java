package dev.steno.cli.command;

import dev.steno.option.NearestName;
import dev.steno.text.Printable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Builds messages about wrong arguments of a call, in the terms of the person who typed them. Stateless. */
public final class ArgumentErrors {
    private ArgumentErrors() {}

    /**
     * The message for a flag that does not exist.
     *
     * @param flag as it was given, with its dashes
     * @param known the names of the flags that exist, with their dashes
     * @param command the words that call the command, such as {@code steno ls}
     */
    public static String unknownFlag(String flag, Collection<String> known, String command) {
        String given = Printable.line(flag);
        if (flag.chars().anyMatch(Character::isWhitespace)) {
            return "\"" + given + "\" begins like a flag; if it is not one, write it after --: " + command
                    + " -- '...'";
        }
        // the short flags of mitmproxy and curl are about a proxy, so the other commands give no advice on them
        boolean habitual = flag.startsWith("--") || command.equals("steno run");
        Optional<String> habit = habitual ? ForeignFlags.advice(flag) : Optional.empty();
        if (habit.isPresent()) {
            return "there is no flag " + given + ". " + habit.get();
        }
        String guess = NearestName.to(flag, known)
                .map(near -> "Did you mean " + near + "? ")
                .orElse("");
        return "there is no flag " + given + ". " + guess + "See " + command + " --help";
    }

    /** The message for an argument that a command does not take. */
    public static String unexpected(String word, String command) {
        return command + " takes no argument, but got \"" + Printable.line(word) + "\". See " + command + " --help";
    }

    /** @param args the arguments of the call, which show how an option was spelled */
    static String explain(ParameterException error, List<String> args) {
        CommandSpec spec = error.getCommandLine().getCommandSpec();
        String command = spec.qualifiedName();
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(unmatched.getUnmatched().get(0), spec, args);
        }
        if (error instanceof MissingParameterException missing) {
            return missing(missing, spec, args) + ". See " + command + " --help";
        }
        ArgSpec about = error instanceof OverwrittenOptionException twice ? twice.getOverwritten() : error.getArgSpec();
        if (about == null) {
            return Printable.line(String.valueOf(error.getMessage())) + ". See " + command + " --help";
        }
        if (error instanceof OverwrittenOptionException) {
            return name(about, args) + " can be given only once";
        }
        if (error instanceof MaxValuesExceededException
                || about.isOption() && about.arity().max() == 0) {
            return name(about, args) + " takes no value. See " + command + " --help";
        }
        String value = error.getValue() == null ? "" : " \"" + Printable.line(error.getValue()) + "\"";
        return name(about, args) + value + " " + fault(about.type());
    }

    /** The message for a filter that arrived as several arguments, since the shell took it apart at its spaces. */
    public static String unquoted(List<String> words, String command) {
        return "the filter is " + words.size() + " arguments here; in quotes it is one: " + command + " '"
                + Printable.line(String.join(" ", words)) + "'";
    }

    private static Optional<String> unquoted(List<String> args, CommandSpec spec) {
        boolean filters = spec.positionalParameters().stream()
                .anyMatch(parameter -> parameter.paramLabel().equals("FILTER"));
        List<String> words = args.stream().filter(arg -> !arg.startsWith("-")).toList();
        // the first may be the session; a value of a flag among them would be taken for a part of the filter
        List<String> filter = words.isEmpty() || words.get(0).startsWith("~") ? words : words.subList(1, words.size());
        return filters && words.size() == args.size() && filter.size() > 1
                ? Optional.of(unquoted(
                        filter,
                        words.equals(filter) ? spec.qualifiedName() : spec.qualifiedName() + " " + words.get(0)))
                : Optional.empty();
    }

    private static String unmatched(String word, CommandSpec spec, List<String> args) {
        String command = spec.qualifiedName();
        if (word.startsWith("-") && word.length() > 1) {
            return unknownFlag(word, names(spec), command);
        }
        if (spec.positionalParameters().isEmpty() && spec.subcommands().isEmpty()) {
            return unexpected(word, command);
        }
        Optional<String> unquoted = unquoted(args, spec);
        if (unquoted.isPresent()) {
            return unquoted.get();
        }
        String guess = NearestName.to(word, spec.subcommands().keySet())
                .map(near -> "Did you mean " + command + " " + near + "? ")
                .orElse("The call is " + usage(spec) + ". ");
        return "unexpected argument \"" + Printable.line(word) + "\". " + guess + "See " + command + " --help";
    }

    private static String missing(MissingParameterException error, CommandSpec spec, List<String> args) {
        ArgSpec first = error.getMissing().isEmpty()
                ? error.getArgSpec()
                : error.getMissing().get(0);
        if (first != null && first.isOption() && args.contains(name(first, args))) {
            return name(first, args) + " needs a value: " + first.paramLabel();
        }
        String labels = error.getMissing().stream()
                .map(arg -> arg instanceof OptionSpec option
                        ? option.longestName() + " " + option.paramLabel()
                        : arg.paramLabel())
                .collect(Collectors.joining(" and "));
        return (labels.isEmpty() ? "an argument" : labels) + (error.getMissing().size() > 1 ? " are" : " is")
                + " missing. The call is " + usage(spec);
    }

    /** The call with what must be given, such as {@code steno rm --filter FILTER SESSION}. */
    private static String usage(CommandSpec spec) {
        Stream<String> options = spec.options().stream()
                .filter(OptionSpec::required)
                .map(option -> option.longestName() + " " + option.paramLabel());
        Stream<String> positionals = spec.positionalParameters().stream().map(arg -> {
            String label = arg.paramLabel() + (arg.arity().max() > 1 ? "..." : "");
            return arg.required() ? label : "[" + label + "]";
        });
        Stream<String> nested = Stream.of(spec.subcommands().keySet().stream().collect(Collectors.joining("|")))
                .filter(names -> !names.isEmpty())
                .map(names -> "[" + names + "]");
        return Stream.of(Stream.of(spec.qualifiedName()), options, nested, positionals)
                .flatMap(words -> words)
                .collect(Collectors.joining(" "));
    }

    /** The name of an option as the call spells it, or the label of a parameter. */
    private static String name(ArgSpec about, List<String> args) {
        if (!(about instanceof OptionSpec option)) {
            return about.paramLabel();
        }
        return Arrays.stream(option.names())
                .filter(name -> args.stream().anyMatch(arg -> arg.equals(name) || arg.startsWith(name + "=")))
                .findFirst()
                .orElse(option.longestName());
    }

    private static String fault(Class<?> type) {
        if (type == Long.class || type == Integer.class || type == long.class || type == int.class) {
            return "is not a whole number";
        }
        if (type == java.nio.file.Path.class || type == java.io.File.class) {
            return "is not a file name that this system accepts";
        }
        return "is not valid";
    }

    private static List<String> names(CommandSpec spec) {
        return spec.options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .filter(Objects::nonNull)
                .toList();
    }
}
