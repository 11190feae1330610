package dev.steno.command;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command as typed at a prompt. Words are separated by white space. Inside single quotation marks every character is
 * literal; inside double ones, and outside of both, a backslash escapes the next character. Quotation marks may open
 * and close within a word, as in a POSIX shell (POSIX.1-2017, Shell Command Language, 2.2), but nothing is expanded.
 *
 * @param name the first word
 * @param arguments the words after the first
 */
public record CommandLine(String name, List<String> arguments) {

    public CommandLine {
        arguments = List.copyOf(arguments);
    }

    /**
     * Parses a line.
     *
     * @throws CommandException if it is blank, or ends inside a quotation or after a backslash
     */
    public static CommandLine parse(String line) {
        List<String> words = LineLexer.strict(line).words();
        if (words.isEmpty()) {
            throw new CommandException("the line has no command");
        }
        return new CommandLine(words.get(0), words.subList(1, words.size()));
    }

    /** Quotes a word if necessary, so that parsing gives exactly this word. */
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

    /** The command as a line; parsing it gives an equal value. */
    @Override
    public String toString() {
        return Stream.concat(Stream.of(name), arguments.stream())
                .map(CommandLine::quote)
                .collect(Collectors.joining(" "));
    }
}
