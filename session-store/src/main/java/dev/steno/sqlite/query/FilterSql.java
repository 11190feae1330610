package dev.steno.sqlite.query;

import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import java.util.List;

/**
 * Says a filter in SQL over the columns of {@code flow}, as far as they go.
 *
 * <p>A filter has three answers and SQL's conditions have two, so the two that are known are asked for one by one: what makes a
 * filter say yes, and what makes it say no. {@code NOT} exchanges them, and {@code AND} and {@code OR} of a negated filter change
 * places (Kleene's logic keeps De Morgan's laws), so that NOT never stands before anything but a leaf.
 */
final class FilterSql {
    private FilterSql() {}

    /** Where the filter's answer is {@link Match#YES}: the flows that a list shows. */
    static FilterBounds of(Filter filter) {
        return where(filter, true);
    }

    private static FilterBounds where(Filter filter, boolean yes) {
        if (filter instanceof Filter.All) {
            return FilterBounds.exactly(SqlCondition.of(yes));
        }
        if (filter instanceof Filter.Not not) {
            return where(not.operand(), !yes);
        }
        if (filter instanceof Filter.And and) {
            return yes ? FilterBounds.all(each(and.operands(), true)) : FilterBounds.any(each(and.operands(), false));
        }
        if (filter instanceof Filter.Or or) {
            return yes ? FilterBounds.any(each(or.operands(), true)) : FilterBounds.all(each(or.operands(), false));
        }
        if (filter instanceof Filter.Is is) {
            return FilterBounds.exactly(FlagSql.where(is.flag(), yes));
        }
        if (filter instanceof Filter.Compare compare) {
            return NumberSql.where(compare, yes);
        }
        if (filter instanceof Filter.Equals equals) {
            return TextSql.where(equals.field(), new TextOperand.Same(equals.value()), yes);
        }
        Filter.Matches matches = (Filter.Matches) filter;
        return TextSql.where(matches.field(), new TextOperand.Found(matches.regex()), yes);
    }

    private static List<FilterBounds> each(List<Filter> operands, boolean yes) {
        return operands.stream().map(operand -> where(operand, yes)).toList();
    }
}
