package dev.steno.cli;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;

/** Filters as they are given on the command line. */
final class Filters {
    private Filters() {}

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
