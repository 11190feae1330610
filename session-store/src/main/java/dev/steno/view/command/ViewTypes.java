package dev.steno.view.command;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.option.ValueException;
import dev.steno.option.ValueType;
import dev.steno.option.ValueTypes;
import dev.steno.view.FlowSpec;

/** The value types that commands on views need. */
public final class ViewTypes {
    /** A filter; an empty text means every flow. */
    private static final ValueType<Filter> FILTER = ValueType.of(
            "filter",
            "FILTER",
            "a filter such as \"~d example.org & status >= 400\"",
            ViewTypes::filter,
            ViewTypes::text);

    private ViewTypes() {}

    /** A table of value types with those of this package. */
    public static ValueTypes over(ValueTypes types) {
        return types.with(FlowSpec.class, FlowSpec.TYPE).with(Filter.class, FILTER);
    }

    private static Filter filter(String text) {
        try {
            return FilterParser.parseOrAll(text);
        } catch (FilterSyntaxException e) {
            throw new ValueException(text, "is not a filter (" + e.getMessage() + ")", FILTER.accepted());
        }
    }

    private static String text(Filter filter) {
        return filter instanceof Filter.All ? "" : filter.toString();
    }
}
