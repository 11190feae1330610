package dev.steno.sqlite.query;

import dev.steno.filter.TextField;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.StoredEnum;
import java.util.List;

/** Texts of a flow, in SQL. */
final class TextSql {
    private static final String STATE = ColumnSql.words(StoredEnum.STATE, "state");
    private static final String STEP = ColumnSql.words(StoredEnum.STEP, "error_step");
    private static final String REPLAY = ColumnSql.words(StoredEnum.REPLAY, "replay");

    private static final SqlCondition HAS_METADATA = SqlCondition.of("id IN (SELECT flow FROM annotation)");

    private TextSql() {}

    /** Where one of the field's texts meets the operand, or surely none does. */
    static FilterBounds where(TextField field, TextOperand operand, boolean yes) {
        return switch (field) {
            case URL -> url(operand, yes);
            case DOMAIN -> texts(operand, yes, true, false, "host", "alias");
            case CONTENT_TYPE -> texts(operand, yes, true, true, "request_type", "content_type");
            case DESTINATION -> texts(operand, yes, true, false, "coalesce(server, " + UrlSql.ENDPOINT + ")");
            case MARK -> orEmpty(operand, yes, "mark");
            case COMMENT -> orEmpty(operand, yes, "comment");
            case ERROR -> failed(texts(operand, yes, false, false, "error"), yes);
            case STATE -> texts(operand, yes, true, false, STATE);
            case STEP -> failed(texts(operand, yes, true, false, STEP), yes);
            case REPLAY -> texts(operand, yes, true, false, REPLAY);
            case METADATA -> unknown(yes, HAS_METADATA);
            case HEADERS, REQUEST_HEADERS -> unknown(yes, SqlCondition.of("kind = 'http'"));
            case RESPONSE_HEADERS ->
                unknown(yes, SqlCondition.any(SqlCondition.of("status IS NOT NULL"), FlagSql.AWAITS_RESPONSE));
            case BODY -> unknown(yes, mayHaveBody("request_size > 0 OR response_size > 0"));
            case REQUEST_BODY -> unknown(yes, mayHaveBody("request_size > 0"));
            case RESPONSE_BODY -> unknown(yes, mayHaveBody("response_size > 0"));
            default -> column(field, operand, yes);
        };
    }

    /** A field that is a column and nothing else. */
    private static FilterBounds column(TextField field, TextOperand operand, boolean yes) {
        if (!(FlowColumns.filteredBy(field) instanceof FlowColumn.Text column)) {
            throw new IllegalArgumentException("no column holds " + field);
        }
        FilterBounds known = texts(operand, yes, column.latin1(), field.isOfResponse(), column.name());
        if (!column.traits().isUnknownBefore()) {
            return known;
        }
        SqlCondition unknown =
                SqlCondition.of(column.name() + " IS NULL"); // in rows of older formats: the flow itself knows
        return new FilterBounds(
                SqlCondition.all(known.sure(), unknown.not()), SqlCondition.any(known.maybe(), unknown));
    }

    private static FilterBounds url(TextOperand operand, boolean yes) {
        SqlCondition met = operand.of(UrlSql.URL, true, UrlSql::contains);
        return FilterBounds.exactly(yes ? met : met.not());
    }

    /** Texts that only flows with an error have. */
    private static FilterBounds failed(FilterBounds texts, boolean yes) {
        FilterBounds failed =
                FilterBounds.exactly(SqlCondition.of("error_step IS NOT NULL")); // as the index flow_error says it
        return yes ? FilterBounds.all(List.of(failed, texts)) : texts;
    }

    /** Texts that columns hold; one that is NULL is lacking. */
    private static FilterBounds texts(
            TextOperand operand, boolean yes, boolean latin1, boolean ofResponse, String... expressions) {
        SqlCondition met = SqlCondition.any(List.of(expressions).stream()
                .map(expression -> operand.of(expression, latin1))
                .toList());
        if (yes) {
            return FilterBounds.exactly(met);
        }
        return FilterBounds.exactly(
                ofResponse ? SqlCondition.all(met.not(), FlagSql.AWAITS_RESPONSE.not()) : met.not());
    }

    /** A text of people, which is NULL in its column where it is empty. */
    private static FilterBounds orEmpty(TextOperand operand, boolean yes, String column) {
        SqlCondition there = SqlCondition.of(column + " IS NOT NULL"); // as the column's index says it
        SqlCondition met = SqlCondition.all(there, operand.of(column, false));
        if (operand.test("")) {
            met = SqlCondition.any(SqlCondition.of(column + " IS NULL"), met);
        }
        return FilterBounds.exactly(yes ? met : met.not());
    }

    /** Texts that no column holds: only where there are none at all is the answer known, and it is no. */
    private static FilterBounds unknown(boolean yes, SqlCondition there) {
        return yes ? new FilterBounds(SqlCondition.FALSE, there) : new FilterBounds(there.not(), SqlCondition.TRUE);
    }

    /** Open flows may still get one; the messages of raw streams are not told apart from the rest of what was sent. */
    private static SqlCondition mayHaveBody(String sizes) {
        return SqlCondition.of("(kind <> 'http' OR state = 0 OR " + sizes + ")");
    }
}
