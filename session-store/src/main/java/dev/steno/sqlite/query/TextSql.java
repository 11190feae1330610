package dev.steno.sqlite.query;

import dev.steno.filter.TextField;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import java.util.List;
import java.util.Locale;

/** Texts of a flow, in SQL. */
final class TextSql {
    private static final String STATE = names("state", FlowState.values());
    private static final String STEP = names("error_step", FlowError.Step.values());

    private static final SqlCondition HAS_METADATA = SqlCondition.of("id IN (SELECT flow FROM annotation)");

    private TextSql() {}

    /** Where one of the field's texts meets the operand, or surely none does. */
    static FilterBounds where(TextField field, TextOperand operand, boolean yes) {
        return switch (field) {
            case URL -> url(operand, yes);
            case METHOD -> texts(operand, yes, true, false, "method");
            case DOMAIN -> texts(operand, yes, true, false, "host", "alias");
            case HOST -> texts(operand, yes, true, false, "host");
            case SCHEME -> texts(operand, yes, true, false, "scheme");
            case PATH -> texts(operand, yes, true, false, "path");
            case CONTENT_TYPE -> texts(operand, yes, true, true, "request_type", "content_type");
            case REQUEST_TYPE -> texts(operand, yes, true, false, "request_type");
            case RESPONSE_TYPE -> texts(operand, yes, true, true, "content_type");
            case TYPE -> texts(operand, yes, true, true, "media_type");
            case SOURCE -> texts(operand, yes, true, false, "client");
            case DESTINATION -> texts(operand, yes, true, false, "coalesce(server, " + UrlSql.ENDPOINT + ")");
            case MARK -> orEmpty(operand, yes, "mark");
            case COMMENT -> orEmpty(operand, yes, "comment");
            case ERROR -> failed(texts(operand, yes, false, false, "error"), yes);
            case KIND -> texts(operand, yes, true, false, "kind");
            case STATE -> texts(operand, yes, true, false, STATE);
            case STEP -> failed(texts(operand, yes, true, false, STEP), yes);
            case REPLAY ->
                texts(operand, yes, true, false, "CASE replay WHEN 1 THEN 'request' WHEN 2 THEN 'response' END");
            case METADATA -> unknown(yes, HAS_METADATA);
            case HEADERS, REQUEST_HEADERS -> unknown(yes, SqlCondition.of("kind = 'http'"));
            case RESPONSE_HEADERS ->
                unknown(yes, SqlCondition.any(SqlCondition.of("status IS NOT NULL"), FlagSql.AWAITS_RESPONSE));
            case BODY -> unknown(yes, mayHaveBody("request_size > 0 OR response_size > 0"));
            case REQUEST_BODY -> unknown(yes, mayHaveBody("request_size > 0"));
            case RESPONSE_BODY -> unknown(yes, mayHaveBody("response_size > 0"));
        };
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

    /** A constant's name in lower case, from its number. */
    private static String names(String column, Enum<?>[] constants) {
        StringBuilder sql = new StringBuilder("CASE ").append(column);
        for (Enum<?> constant : constants) {
            sql.append(" WHEN ").append(constant.ordinal()).append(" THEN '");
            sql.append(constant.name().toLowerCase(Locale.ROOT)).append('\'');
        }
        return sql.append(" END").toString();
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
