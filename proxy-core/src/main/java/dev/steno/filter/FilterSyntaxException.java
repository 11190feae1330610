package dev.steno.filter;

/**
 * Reports that an expression violates the filter grammar. Has the position, the text found there and a description of
 * the expected text.
 */
public final class FilterSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String expression;
    private final int column;
    private final String found;
    private final String expected;

    FilterSyntaxException(String expression, int column, String found, String expected) {
        this(expression, column, found, expected, "expected %s, found %s".formatted(expected, found));
    }

    FilterSyntaxException(String expression, int column, String found, String expected, String message) {
        super("character %d of the filter: %s".formatted(column + 1, message));
        this.expression = expression;
        this.column = column;
        this.found = found;
        this.expected = expected;
    }

    /** The whole expression. */
    public String expression() {
        return expression;
    }

    /** Offset of the error in the expression, from 0; the expression's length if it ended too early. */
    public int column() {
        return column;
    }

    /** The text found there. */
    public String found() {
        return found;
    }

    /** Describes the text that was expected there, or proposes one. */
    public String expected() {
        return expected;
    }
}
