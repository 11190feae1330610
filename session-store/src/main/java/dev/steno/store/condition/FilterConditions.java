package dev.steno.store.condition;

import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import java.util.List;

/**
 * Translates a filter into conditions on the columns of a flow, as far as the columns suffice. Pure functions.
 *
 * <p>A filter has three answers (yes, no, unknown), but a condition has two. Therefore a filter is translated for one
 * certain answer at a time, either yes or no. {@code NOT} exchanges yes and no. For the answer no, {@code AND} and
 * {@code OR} are exchanged too (De Morgan's laws hold in Kleene's logic). So {@link Condition#not} is applied only to
 * leaves.
 */
public final class FilterConditions {
    private FilterConditions() {}

    /** Returns the bounds of the answer {@link Match#YES}, which is that of the flows a list shows. */
    public static FilterBounds of(Filter filter) {
        return where(filter, true);
    }

    private static FilterBounds where(Filter filter, boolean yes) {
        if (filter instanceof Filter.All) {
            return FilterBounds.exactly(Condition.of(yes));
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
            return FilterBounds.exactly(FlagConditions.where(is.flag(), yes));
        }
        if (filter instanceof Filter.Compare compare) {
            return NumberConditions.where(compare, yes);
        }
        if (filter instanceof Filter.Equals equals) {
            return TextConditions.where(equals.field(), new TextOperand.Same(equals.value()), yes);
        }
        Filter.Matches matches = (Filter.Matches) filter;
        return TextConditions.where(matches.field(), new TextOperand.Found(matches.regex()), yes);
    }

    private static List<FilterBounds> each(List<Filter> operands, boolean yes) {
        return operands.stream().map(operand -> where(operand, yes)).toList();
    }
}
