package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Reads filters from the command line. Stateless. */
public final class Filters {
    private Filters() {}

    /** Adds the option {@code --filter}. */
    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-f", "--filter")
                .paramLabel("FILTER")
                .type(String.class)
                .description("The same as FILTER.")
                .build());
    }

    /** Returns the filter of the call; without one, a filter that matches every flow. */
    static Filter of(ParseResult call) {
        return parse(call.matchedOptionValue("--filter", ""));
    }

    /**
     * Parses an expression; an empty one matches every flow.
     *
     * @throws Failure if the expression is not a filter
     */
    public static Filter parse(String expression) {
        try {
            return FilterParser.parseOrAll(expression);
        } catch (FilterSyntaxException e) {
            throw Failure.usage("filter: " + e.getMessage());
        }
    }
}
