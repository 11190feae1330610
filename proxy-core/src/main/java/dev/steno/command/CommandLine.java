package dev.steno.command;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command as it is typed at a prompt. Words are separated by white space. Within single quotation marks every character
 * stands for itself; within double ones a backslash takes the next character as it is; outside of both it does too. Marks
 * may open and close inside a word, as in a POSIX shell (POSIX.1-2017, Shell Command Language, 2.2), but nothing is
 * expanded.
 *
 * @param name the first word
 * @param arguments the others
 */
public record CommandLine(String name, List<String> arguments) {

    public CommandLine {
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads a line.
     *
     * @throws CommandException if it is blank, or a quotation mark or a backslash at its end is left open
     */
    public static CommandLine parse(String line) {
        List<String> words = LineLexer.strict(line).words();
        if (words.isEmpty()) {
            throw new CommandException("no command was given");
        }
        return new CommandLine(words.get(0), words.subList(1, words.size()));
    }

    /** A word as it must be typed to be read as one word with this text. */
    public static String quote(String word) {
        boolean plain = !word.isEmpty()
                && word.chars().noneMatch(c -> Character.isWhitespace(c) || c == '\'' || c == '"' || c == '\\');
        if (plain) {
            return word;
        }
        return word.indexOf('\'') < 0
                ? "'" + word + "'"
                : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The line that reads back as this. */
    @Override
    public String toString() {
        return Stream.concat(Stream.of(name), arguments.stream())
                .map(CommandLine::quote)
                .collect(Collectors.joining(" "));
    }
}
