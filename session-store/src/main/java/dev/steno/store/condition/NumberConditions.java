package dev.steno.store.condition;

import dev.steno.filter.Filter.Compare;
import dev.steno.filter.NumberField;
import dev.steno.filter.Relation;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.condition.Condition.Compared;
import dev.steno.store.condition.Condition.Fixed;
import dev.steno.store.condition.Condition.Present;
import dev.steno.store.condition.Condition.Sign;

/**
 * Translates comparisons of numbers. If a number of an open flow may still grow, only some answers are certain
 * ({@link NumberField#test}). The columns do not say whether a message of an open flow has ended. Pure functions.
 */
final class NumberConditions {
    private NumberConditions() {}

    /** Returns the bounds for flows where the comparison holds, or certainly does not hold if {@code yes} is false. */
    static FilterBounds where(Compare compare, boolean yes) {
        return switch (compare.field()) {
            case ID -> fixed(compare, yes, FlowColumns.ID, Condition.TRUE);
            case PORT -> fixed(compare, yes, FlowColumns.PORT, Condition.TRUE);
            case STARTED ->
                fixed(compare, yes, FlowColumns.STARTED, new Fixed(FlowColumns.STARTED, Sign.NE, Times.UNSET));
            case REPLAY_OF -> annotated(compare, yes, Notes.REPLAY_OF);
            case STATUS -> status(compare, yes);
            case DURATION ->
                growing(
                        compare,
                        yes,
                        FlowColumns.DURATION,
                        new Present(new FlowValue.Stored(FlowColumns.DURATION)),
                        Condition.FALSE);
            case REQUEST_SIZE -> growing(compare, yes, FlowColumns.REQUEST_SIZE, Condition.TRUE, FlagConditions.HTTP);
            case SIZE ->
                growing(
                        compare,
                        yes,
                        FlowColumns.RESPONSE_SIZE,
                        Condition.any(FlagConditions.HAS_RESPONSE, FlagConditions.NOT_HTTP),
                        FlagConditions.HTTP);
        };
    }

    private static FilterBounds fixed(Compare compare, boolean yes, FlowColumn.Number column, Condition has) {
        Condition holds = Condition.all(has, new Compared(column, compare.relation(), compare.value()));
        return FilterBounds.exactly(yes ? holds : holds.not());
    }

    /** A number that is an annotation, as {@link Notes#replayOf} reads it. */
    private static FilterBounds annotated(Compare compare, boolean yes, String name) {
        Condition found = new Condition.AnnotatedNumber(name, compare.relation(), compare.value());
        return FilterBounds.exactly(yes ? found : found.not());
    }

    private static FilterBounds status(Compare compare, boolean yes) {
        Condition holds = new Compared(FlowColumns.STATUS, compare.relation(), compare.value());
        if (compare.relation() == Relation.EQ && compare.value() >= 400) {
            holds = Condition.all(new Fixed(FlowColumns.STATUS, Sign.GE, 400), holds); // as in index flow_refused
        }
        return FilterBounds.exactly(yes ? holds : Condition.all(holds.not(), FlagConditions.AWAITS_RESPONSE.not()));
    }

    /**
     * Returns the bounds for a number that may appear or grow while its flow is open.
     *
     * @param has a condition for flows that already have the number
     * @param mayHaveEnded a condition for flows whose number may be final although the flow is open
     */
    private static FilterBounds growing(
            Compare compare, boolean yes, FlowColumn.Number column, Condition has, Condition mayHaveEnded) {
        Relation relation = compare.relation();
        Condition now = Condition.all(has, new Compared(column, relation, compare.value()));
        Condition ended = Condition.all(FlagConditions.ENDED, yes ? now : now.not());
        Condition final_ = Condition.all(FlagConditions.OPEN, has, yes ? now : now.not());
        Condition lasting = Condition.all(FlagConditions.OPEN, has, lasting(relation, column, compare.value(), yes));
        Condition sure = Condition.any(ended, lasting);
        return new FilterBounds(sure, Condition.any(sure, Condition.all(final_, mayHaveEnded)));
    }

    /** Returns a condition for numbers whose answer is the same for every larger number. */
    private static Condition lasting(Relation relation, FlowColumn.Number column, long value, boolean yes) {
        return switch (relation) {
            case GT, GE -> yes ? new Compared(column, relation, value) : Condition.FALSE;
            case EQ, LE -> yes ? Condition.FALSE : new Compared(column, Relation.GT, value);
            case LT -> yes ? Condition.FALSE : new Compared(column, Relation.GE, value);
        };
    }
}
