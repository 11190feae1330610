package dev.steno.view.command;

import dev.steno.addon.End;
import dev.steno.addon.EndType;
import dev.steno.edit.EditOp;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.option.ValueException;
import dev.steno.option.ValueType;
import dev.steno.option.ValueTypes;
import dev.steno.view.FlowSpec;

/** The value types of the arguments of view commands. Stateless. */
public final class ViewTypes {
    /** A filter; an empty text matches every flow. */
    private static final ValueType<Filter> FILTER = ValueType.of(
            "filter",
            "FILTER",
            "a filter such as \"~d example.org & status >= 400\"",
            ViewTypes::filter,
            ViewTypes::text);

    private ViewTypes() {}

    /** Returns a table of value types that adds those of view commands. */
    public static ValueTypes over(ValueTypes types) {
        return types.with(FlowSpec.class, FlowSpec.TYPE)
                .with(Filter.class, FILTER)
                .with(EditOp.class, new EditOpType())
                .with(End.class, new EndType());
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
