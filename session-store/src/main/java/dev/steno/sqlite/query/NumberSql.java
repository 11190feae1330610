package dev.steno.sqlite.query;

import dev.steno.filter.Filter.Compare;
import dev.steno.filter.NumberField;
import dev.steno.filter.Relation;
import dev.steno.flow.Times;

/**
 * Comparisons of numbers, in SQL. Where a number of an open flow may still grow, only some answers are known
 * ({@link NumberField#test}); whether a message of an open flow has ended, the columns do not tell.
 */
final class NumberSql {
    private static final Condition OPEN = Condition.of("state = 0");
    private static final Condition ENDED = Condition.of("state <> 0");

    private NumberSql() {}

    /** Where the comparison holds, or surely does not. */
    static Bounds where(Compare compare, boolean yes) {
        return switch (compare.field()) {
            case ID -> fixed(compare, yes, "id", Condition.TRUE);
            case PORT -> fixed(compare, yes, "port", Condition.TRUE);
            case STARTED -> fixed(compare, yes, "started", Condition.of("started <> " + Times.UNSET));
            case STATUS -> status(compare, yes);
            case DURATION -> growing(compare, yes, "duration", Condition.of("duration IS NOT NULL"), Condition.FALSE);
            case REQUEST_SIZE -> growing(compare, yes, "request_size", Condition.TRUE, Condition.of("kind = 'http'"));
            case SIZE ->
                growing(
                        compare,
                        yes,
                        "response_size",
                        Condition.of("(status IS NOT NULL OR kind <> 'http')"),
                        Condition.of("kind = 'http'"));
        };
    }

    private static Bounds fixed(Compare compare, boolean yes, String column, Condition has) {
        Condition holds = Condition.all(has, holds(compare.relation(), column, compare.value()));
        return Bounds.exactly(yes ? holds : holds.not());
    }

    private static Bounds status(Compare compare, boolean yes) {
        Condition holds = holds(compare.relation(), "status", compare.value());
        if (compare.relation() == Relation.EQ && compare.value() >= 400) {
            holds = Condition.all(Condition.of("status >= 400"), holds); // as the index flow_refused says it
        }
        return Bounds.exactly(yes ? holds : Condition.all(holds.not(), FlagSql.AWAITS_RESPONSE.not()));
    }

    /**
     * A number that may still come or grow while its flow is open.
     *
     * @param has where the flow has the number by now
     * @param mayHaveEnded where the number of an open flow may be final all the same
     */
    private static Bounds growing(Compare compare, boolean yes, String column, Condition has, Condition mayHaveEnded) {
        Relation relation = compare.relation();
        Condition now = Condition.all(has, holds(relation, column, compare.value()));
        Condition ended = Condition.all(ENDED, yes ? now : now.not());
        Condition final_ = Condition.all(OPEN, has, yes ? now : now.not());
        Condition lasting = Condition.all(OPEN, has, lasting(relation, column, compare.value(), yes));
        Condition sure = Condition.any(ended, lasting);
        return new Bounds(sure, Condition.any(sure, Condition.all(final_, mayHaveEnded)));
    }

    /** Where the answer about a number holds for every larger one. */
    private static Condition lasting(Relation relation, String column, long value, boolean yes) {
        return switch (relation) {
            case GT, GE -> yes ? holds(relation, column, value) : Condition.FALSE;
            case EQ, LE -> yes ? Condition.FALSE : holds(Relation.GT, column, value);
            case LT -> yes ? Condition.FALSE : holds(Relation.GE, column, value);
        };
    }

    /** SQLite writes the relations as filters do. */
    private static Condition holds(Relation relation, String column, long value) {
        return Condition.of(column + " " + relation.symbol() + " ?", value);
    }
}
