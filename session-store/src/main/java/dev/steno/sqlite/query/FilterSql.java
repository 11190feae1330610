package dev.steno.sqlite.query;

import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import java.util.List;

/**
 * Translates a filter into SQL over the columns of {@code flow}, as far as the columns suffice. Pure functions.
 *
 * <p>A filter has three answers (yes, no, unknown), but a condition in SQL has two. Therefore a filter is translated
 * for one certain answer at a time, either yes or no. {@code NOT} exchanges yes and no. For the answer no, {@code AND}
 * and {@code OR} are exchanged too (De Morgan's laws hold in Kleene's logic). So SQL's NOT is applied only to leaves.
 */
final class FilterSql {
    private FilterSql() {}

    /** Returns the bounds of the answer {@link Match#YES}, which is that of the flows a list shows. */
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
