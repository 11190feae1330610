package dev.steno.store.condition;

import dev.steno.filter.TextField;
import dev.steno.flow.Notes;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.condition.Condition.Absent;
import dev.steno.store.condition.Condition.Fixed;
import dev.steno.store.condition.Condition.Present;
import dev.steno.store.condition.Condition.Sign;
import dev.steno.store.condition.FlowValue.Composed;
import dev.steno.store.condition.FlowValue.Stored;
import dev.steno.store.condition.FlowValue.Word;
import java.util.List;
import java.util.stream.Stream;

/** Translates comparisons of texts. Pure functions. */
final class TextConditions {
    private static final Condition HAS_METADATA = new Condition.Annotated(null);
    private static final Condition HAS_RULES = new Condition.Annotated(Notes.RULES);
    private static final Condition SENT_BODY = new Fixed(FlowColumns.REQUEST_SIZE, Sign.GT, 0);
    private static final Condition GOT_BODY = new Fixed(FlowColumns.RESPONSE_SIZE, Sign.GT, 0);

    private TextConditions() {}

    /**
     * Returns the bounds for flows where a text of the field meets the operand, or where certainly none does if
     * {@code yes} is false.
     */
    static FilterBounds where(TextField field, TextOperand operand, boolean yes) {
        return switch (field) {
            case URL -> url(operand, yes);
            case DOMAIN ->
                texts(operand, yes, true, false, new Stored(FlowColumns.HOST), new Stored(FlowColumns.ALIAS));
            case CONTENT_TYPE ->
                texts(
                        operand,
                        yes,
                        true,
                        true,
                        new Stored(FlowColumns.REQUEST_TYPE),
                        new Stored(FlowColumns.CONTENT_TYPE));
            case DESTINATION -> texts(operand, yes, true, false, Composed.DESTINATION);
            case MARK -> orEmpty(operand, yes, FlowColumns.MARK);
            case COMMENT -> orEmpty(operand, yes, FlowColumns.COMMENT);
            case ERROR -> ofFailedFlows(texts(operand, yes, false, false, new Stored(FlowColumns.ERROR)), yes);
            case STATE -> texts(operand, yes, true, false, new Word(FlowColumns.STATE));
            case STEP -> ofFailedFlows(texts(operand, yes, true, false, new Word(FlowColumns.ERROR_STEP)), yes);
            case REPLAY -> texts(operand, yes, true, false, new Word(FlowColumns.REPLAY));
            case METADATA -> unknown(yes, HAS_METADATA);
            case RULE -> unknown(yes, HAS_RULES);
            case RECORDER -> FilterBounds.exactly(Condition.of(!yes)); // of a file; a store puts numbers in its place
            case QUERY -> query(operand, yes);
            case COOKIE, HEADERS, REQUEST_HEADERS -> unknown(yes, FlagConditions.HTTP);
            case RESPONSE_HEADERS ->
                unknown(yes, Condition.any(FlagConditions.HAS_RESPONSE, FlagConditions.AWAITS_RESPONSE));
            case BODY -> unknown(yes, mayHaveBody(SENT_BODY, GOT_BODY));
            case REQUEST_BODY -> unknown(yes, mayHaveBody(SENT_BODY));
            case RESPONSE_BODY -> unknown(yes, mayHaveBody(GOT_BODY));
            default -> column(field, operand, yes);
        };
    }

    /** A field whose value is one column. */
    private static FilterBounds column(TextField field, TextOperand operand, boolean yes) {
        if (!(FlowColumns.filteredBy(field) instanceof FlowColumn.Text column)) {
            throw new IllegalArgumentException("no column holds " + field);
        }
        FilterBounds known = texts(operand, yes, column.latin1(), field.isOfResponse(), new Stored(column));
        if (!column.traits().isUnknownBefore()) {
            return known;
        }
        Condition unknown = new Absent(column); // rows of older formats: only the flow has it
        return new FilterBounds(Condition.all(known.sure(), unknown.not()), Condition.any(known.maybe(), unknown));
    }

    private static FilterBounds url(TextOperand operand, boolean yes) {
        Condition met = operand.of(Composed.URL, true, UrlConditions::contains);
        return FilterBounds.exactly(yes ? met : met.not());
    }

    /** The query is not a column, and SQLite's substr ends at a NUL, which a path may contain. */
    private static FilterBounds query(TextOperand operand, boolean yes) {
        Stored path = new Stored(FlowColumns.PATH);
        Condition tested = new Condition.Tested(path, text -> {
            int mark = text.indexOf('?');
            return mark >= 0 && operand.test(text.substring(mark + 1));
        });
        Condition met = Condition.all(new Condition.Contains(path, "?"), operand.needed(path, true), tested);
        return FilterBounds.exactly(yes ? met : met.not());
    }

    /** Restricts to flows with an error, since only they have such texts. */
    private static FilterBounds ofFailedFlows(FilterBounds texts, boolean yes) {
        return yes ? FilterBounds.all(List.of(FilterBounds.exactly(FlagConditions.FAILED), texts)) : texts;
    }

    /** Texts of which any may meet the operand; one may be missing. */
    private static FilterBounds texts(
            TextOperand operand, boolean yes, boolean latin1, boolean ofResponse, FlowValue... values) {
        Condition met = Condition.any(
                List.of(values).stream().map(value -> operand.of(value, latin1)).toList());
        if (yes) {
            return FilterBounds.exactly(met);
        }
        return FilterBounds.exactly(
                ofResponse ? Condition.all(met.not(), FlagConditions.AWAITS_RESPONSE.not()) : met.not());
    }

    /** A text that people wrote, which is stored as NULL if it is empty. */
    private static FilterBounds orEmpty(TextOperand operand, boolean yes, FlowColumn.Text column) {
        Stored text = new Stored(column);
        Condition met = Condition.all(
                new Present(text), // as in the column's partial index
                operand.of(text, false));
        if (operand.test("")) {
            met = Condition.any(new Absent(column), met);
        }
        return FilterBounds.exactly(yes ? met : met.not());
    }

    /** Texts that are not columns. The answer is certain only if the flow has no such text; then it is NO. */
    private static FilterBounds unknown(boolean yes, Condition there) {
        return yes ? new FilterBounds(Condition.FALSE, there) : new FilterBounds(there.not(), Condition.TRUE);
    }

    /** Open flows may still get a body. For a raw stream, the sizes do not tell. */
    private static Condition mayHaveBody(Condition... sizes) {
        return Condition.any(Stream.concat(Stream.of(FlagConditions.NOT_HTTP, FlagConditions.OPEN), Stream.of(sizes))
                .toList());
    }
}
