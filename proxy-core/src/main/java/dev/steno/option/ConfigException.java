package dev.steno.option;

import java.util.List;

/**
 * Reports that a configuration file cannot be used. The message has one line per problem, with file, line and column.
 */
public final class ConfigException extends OptionException {
    private final transient List<String> problems;

    /** @param problems at least one; each begins with {@code file:line:column: } if it has a position */
    public ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
