package dev.steno.web.session;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;

/** The filter in a request. Pure; any thread. */
public final class FilterParameter {
    private FilterParameter() {}

    /**
     * Returns the filter of the parameter {@code filter}; all flows without one.
     *
     * @throws ApiProblem 400 with the column if it is not valid
     */
    public static Filter of(ApiRequest request) {
        return parse(request.parameter("filter").orElse(""));
    }

    /**
     * Returns a filter; all flows for an empty text.
     *
     * @throws ApiProblem 400 with the column if it is not valid
     */
    public static Filter parse(String text) {
        try {
            return FilterParser.parseOrAll(text);
        } catch (FilterSyntaxException e) {
            throw ApiProblem.badRequest(String.valueOf(e.getMessage()))
                    .with("column", e.column())
                    .with("found", e.found())
                    .with("expected", e.expected());
        }
    }
}
