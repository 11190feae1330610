package dev.steno.cli.tool;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.filter.TextField;
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

    /** Tells that a filter asks a session file for recorders, of which no flow of a file has one. */
    public static void tellRecorder(Filter filter, SessionAddress session, Console console) {
        if (session instanceof SessionAddress.FileAddress && asksRecorder(filter)) {
            console.say(
                    "a session file has no recorder, so the filter's \"recorder\" matches none of its flows: it is for"
                            + " shared stores");
        }
    }

    private static boolean asksRecorder(Filter filter) {
        if (filter instanceof Filter.Not not) {
            return asksRecorder(not.operand());
        }
        if (filter instanceof Filter.And and) {
            return and.operands().stream().anyMatch(Filters::asksRecorder);
        }
        if (filter instanceof Filter.Or or) {
            return or.operands().stream().anyMatch(Filters::asksRecorder);
        }
        return filter instanceof Filter.Equals equals && equals.field() == TextField.RECORDER
                || filter instanceof Filter.Matches matches && matches.field() == TextField.RECORDER;
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
