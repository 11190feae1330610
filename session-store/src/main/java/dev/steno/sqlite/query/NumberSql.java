package dev.steno.sqlite.query;

import dev.steno.filter.Filter.Compare;
import dev.steno.filter.NumberField;
import dev.steno.filter.Relation;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;

/**
 * Translates comparisons of numbers into SQL. If a number of an open flow may still grow, only some answers are certain
 * ({@link NumberField#test}). The columns do not say whether a message of an open flow has ended. Pure functions.
 */
final class NumberSql {
    private static final SqlCondition OPEN = SqlCondition.of("state = 0");
    private static final SqlCondition ENDED = SqlCondition.of("state <> 0");

    private NumberSql() {}

    /** Returns the bounds for rows where the comparison holds, or certainly does not hold if {@code yes} is false. */
    static FilterBounds where(Compare compare, boolean yes) {
        return switch (compare.field()) {
            case ID -> fixed(compare, yes, "id", SqlCondition.TRUE);
            case PORT -> fixed(compare, yes, "port", SqlCondition.TRUE);
            case STARTED -> fixed(compare, yes, "started", SqlCondition.of("started <> " + Times.UNSET));
            case REPLAY_OF -> annotated(compare, yes, Notes.REPLAY_OF);
            case STATUS -> status(compare, yes);
            case DURATION ->
                growing(compare, yes, "duration", SqlCondition.of("duration IS NOT NULL"), SqlCondition.FALSE);
            case REQUEST_SIZE ->
                growing(compare, yes, "request_size", SqlCondition.TRUE, SqlCondition.of("kind = 'http'"));
            case SIZE ->
                growing(
                        compare,
                        yes,
                        "response_size",
                        SqlCondition.of("(status IS NOT NULL OR kind <> 'http')"),
                        SqlCondition.of("kind = 'http'"));
        };
    }

    private static FilterBounds fixed(Compare compare, boolean yes, String column, SqlCondition has) {
        SqlCondition holds = SqlCondition.all(has, holds(compare.relation(), column, compare.value()));
        return FilterBounds.exactly(yes ? holds : holds.not());
    }

    /** A number that is an annotation, of at most 18 digits as {@link Notes#replayOf} reads it. */
    private static FilterBounds annotated(Compare compare, boolean yes, String name) {
        SqlCondition number = SqlCondition.of(
                "name = '" + name + "' AND value <> '' AND value NOT GLOB '*[^0-9]*' AND length(value) <= 18 AND ");
        SqlCondition holds = holds(compare.relation(), "CAST(value AS INTEGER)", compare.value());
        SqlCondition found = SqlCondition.of(
                "id IN (SELECT flow FROM annotation WHERE " + number.sql() + holds.sql() + ")", compare.value());
        return FilterBounds.exactly(yes ? found : found.not());
    }

    private static FilterBounds status(Compare compare, boolean yes) {
        SqlCondition holds = holds(compare.relation(), "status", compare.value());
        if (compare.relation() == Relation.EQ && compare.value() >= 400) {
            holds = SqlCondition.all(SqlCondition.of("status >= 400"), holds); // as in index flow_refused
        }
        return FilterBounds.exactly(yes ? holds : SqlCondition.all(holds.not(), FlagSql.AWAITS_RESPONSE.not()));
    }

    /**
     * Returns the bounds for a number that may appear or grow while its flow is open.
     *
     * @param has a condition for rows that already have the number
     * @param mayHaveEnded a condition for rows whose number may be final although the flow is open
     */
    private static FilterBounds growing(
            Compare compare, boolean yes, String column, SqlCondition has, SqlCondition mayHaveEnded) {
        Relation relation = compare.relation();
        SqlCondition now = SqlCondition.all(has, holds(relation, column, compare.value()));
        SqlCondition ended = SqlCondition.all(ENDED, yes ? now : now.not());
        SqlCondition final_ = SqlCondition.all(OPEN, has, yes ? now : now.not());
        SqlCondition lasting = SqlCondition.all(OPEN, has, lasting(relation, column, compare.value(), yes));
        SqlCondition sure = SqlCondition.any(ended, lasting);
        return new FilterBounds(sure, SqlCondition.any(sure, SqlCondition.all(final_, mayHaveEnded)));
    }

    /** Returns a condition for numbers whose answer is the same for every larger number. */
    private static SqlCondition lasting(Relation relation, String column, long value, boolean yes) {
        return switch (relation) {
            case GT, GE -> yes ? holds(relation, column, value) : SqlCondition.FALSE;
            case EQ, LE -> yes ? SqlCondition.FALSE : holds(Relation.GT, column, value);
            case LT -> yes ? SqlCondition.FALSE : holds(Relation.GE, column, value);
        };
    }

    /** Relations have the same symbols in SQLite and in filters. */
    private static SqlCondition holds(Relation relation, String column, long value) {
        return SqlCondition.of(column + " " + relation.symbol() + " ?", value);
    }
}
