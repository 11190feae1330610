package dev.steno.sqlite.query;

import dev.steno.filter.TextField;
import dev.steno.flow.Notes;
import dev.steno.sqlite.query.SqlCondition.TextTest;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.StoredEnum;
import java.util.List;

/** Translates comparisons of texts into SQL. Pure functions. */
final class TextSql {
    private static final String STATE = ColumnSql.words(StoredEnum.STATE, "state");
    private static final String STEP = ColumnSql.words(StoredEnum.STEP, "error_step");
    private static final String REPLAY = ColumnSql.words(StoredEnum.REPLAY, "replay");

    private static final SqlCondition HAS_METADATA = SqlCondition.of("id IN (SELECT flow FROM annotation)");

    private static final SqlCondition HAS_RULES =
            SqlCondition.of("id IN (SELECT flow FROM annotation WHERE name = '" + Notes.RULES + "')");

    private TextSql() {}

    /**
     * Returns the bounds for rows where a text of the field meets the operand, or where certainly none does if
     * {@code yes} is false.
     */
    static FilterBounds where(TextField field, TextOperand operand, boolean yes) {
        return switch (field) {
            case URL -> url(operand, yes);
            case DOMAIN -> texts(operand, yes, true, false, "host", "alias");
            case CONTENT_TYPE -> texts(operand, yes, true, true, "request_type", "content_type");
            case DESTINATION -> texts(operand, yes, true, false, "coalesce(server, " + UrlSql.ENDPOINT + ")");
            case MARK -> orEmpty(operand, yes, "mark");
            case COMMENT -> orEmpty(operand, yes, "comment");
            case ERROR -> ofFailedFlows(texts(operand, yes, false, false, "error"), yes);
            case STATE -> texts(operand, yes, true, false, STATE);
            case STEP -> ofFailedFlows(texts(operand, yes, true, false, STEP), yes);
            case REPLAY -> texts(operand, yes, true, false, REPLAY);
            case METADATA -> unknown(yes, HAS_METADATA);
            case RULE -> unknown(yes, HAS_RULES);
            case QUERY -> query(operand, yes);
            case COOKIE, HEADERS, REQUEST_HEADERS -> unknown(yes, SqlCondition.of("kind = 'http'"));
            case RESPONSE_HEADERS ->
                unknown(yes, SqlCondition.any(SqlCondition.of("status IS NOT NULL"), FlagSql.AWAITS_RESPONSE));
            case BODY -> unknown(yes, mayHaveBody("request_size > 0 OR response_size > 0"));
            case REQUEST_BODY -> unknown(yes, mayHaveBody("request_size > 0"));
            case RESPONSE_BODY -> unknown(yes, mayHaveBody("response_size > 0"));
            default -> column(field, operand, yes);
        };
    }

    /** A field whose value is one column. */
    private static FilterBounds column(TextField field, TextOperand operand, boolean yes) {
        if (!(FlowColumns.filteredBy(field) instanceof FlowColumn.Text column)) {
            throw new IllegalArgumentException("no column holds " + field);
        }
        FilterBounds known = texts(operand, yes, column.latin1(), field.isOfResponse(), column.name());
        if (!column.traits().isUnknownBefore()) {
            return known;
        }
        SqlCondition unknown =
                SqlCondition.of(column.name() + " IS NULL"); // rows of older formats: only the flow has it
        return new FilterBounds(
                SqlCondition.all(known.sure(), unknown.not()), SqlCondition.any(known.maybe(), unknown));
    }

    private static FilterBounds url(TextOperand operand, boolean yes) {
        SqlCondition met = operand.of(UrlSql.URL, true, UrlSql::contains);
        return FilterBounds.exactly(yes ? met : met.not());
    }

    /** The query is not a column, and SQLite's substr ends at a NUL, which a path may contain. */
    private static FilterBounds query(TextOperand operand, boolean yes) {
        SqlCondition tested = SqlCondition.of("text_test(?, path)", new TextTest(path -> {
            int mark = path.indexOf('?');
            return mark >= 0 && operand.test(path.substring(mark + 1));
        }));
        SqlCondition met = SqlCondition.all(SqlCondition.of("instr(path, '?') > 0"), tested);
        return FilterBounds.exactly(yes ? met : met.not());
    }

    /** Restricts to flows with an error, since only they have such texts. */
    private static FilterBounds ofFailedFlows(FilterBounds texts, boolean yes) {
        FilterBounds failed =
                FilterBounds.exactly(SqlCondition.of("error_step IS NOT NULL")); // as in the index flow_error
        return yes ? FilterBounds.all(List.of(failed, texts)) : texts;
    }

    /** Texts that are columns or SQL expressions; NULL stands for a missing text. */
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

    /** A text that people wrote, which is stored as NULL if it is empty. */
    private static FilterBounds orEmpty(TextOperand operand, boolean yes, String column) {
        SqlCondition there = SqlCondition.of(column + " IS NOT NULL"); // as in the column's partial index
        SqlCondition met = SqlCondition.all(there, operand.of(column, false));
        if (operand.test("")) {
            met = SqlCondition.any(SqlCondition.of(column + " IS NULL"), met);
        }
        return FilterBounds.exactly(yes ? met : met.not());
    }

    /** Texts that are not columns. The answer is certain only if the flow has no such text; then it is NO. */
    private static FilterBounds unknown(boolean yes, SqlCondition there) {
        return yes ? new FilterBounds(SqlCondition.FALSE, there) : new FilterBounds(there.not(), SqlCondition.TRUE);
    }

    /** Open flows may still get a body. For a raw stream, the sizes do not tell. */
    private static SqlCondition mayHaveBody(String sizes) {
        return SqlCondition.of("(kind <> 'http' OR state = 0 OR " + sizes + ")");
    }
}
