package dev.steno.filter;

/** An expression is none of the filter grammar; says where, what stands there and what could. */
public final class FilterSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String expression;
    private final int column;
    private final String found;
    private final String expected;

    FilterSyntaxException(String expression, int column, String found, String expected) {
        super("character %d of the filter: expected %s, found %s".formatted(column + 1, expected, found));
        this.expression = expression;
        this.column = column;
        this.found = found;
        this.expected = expected;
    }

    /** The whole expression. */
    public String expression() {
        return expression;
    }

    /** Where the trouble begins, as an offset into the expression from 0; its length where it ended too early. */
    public int column() {
        return column;
    }

    /** What stands there. */
    public String found() {
        return found;
    }

    /** What could stand there. */
    public String expected() {
        return expected;
    }

    /** Two lines for a fixed-width display: the expression, and a caret below the trouble. */
    public String pointer() {
        return expression.replaceAll("\\s", " ") + "\n" + " ".repeat(column) + "^";
    }
}
