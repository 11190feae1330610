package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Filters as they are given on the command line. */
final class Filters {
    private Filters() {}

    /** Adds the option that gives one. */
    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-f", "--filter")
                .paramLabel("FILTER")
                .type(String.class)
                .description("Only flows that match, e.g. '~d example.org & status >= 400'.")
                .build());
    }

    /** The one that is given; every flow where none is. */
    static Filter of(ParseResult call) {
        return parse(call.matchedOptionValue("--filter", ""));
    }

    /**
     * The filter that an expression says; every flow where it is blank.
     *
     * @throws Failure where it says none
     */
    static Filter parse(String expression) {
        try {
            return FilterParser.parseOrAll(expression);
        } catch (FilterSyntaxException e) {
            throw Failure.usage("--filter: " + e.getMessage());
        }
    }
}
