package dev.steno.filter;

/** How a number field is compared. {@code !=} is not a relation: it is {@link Filter.Not} of {@link #EQ}. */
public enum Relation {
    EQ("="),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String symbol;

    Relation(String symbol) {
        this.symbol = symbol;
    }

    /** Its symbol in expressions. */
    public String symbol() {
        return symbol;
    }

    /** Whether the relation holds between two numbers. */
    public boolean holds(long left, long right) {
        return switch (this) {
            case EQ -> left == right;
            case LT -> left < right;
            case LE -> left <= right;
            case GT -> left > right;
            case GE -> left >= right;
        };
    }

    /** The answer for a number that may still grow from its present value {@code least}, and never shrinks. */
    Match holdsFrom(long least, long right) {
        return switch (this) {
            case EQ -> least > right ? Match.NO : Match.UNKNOWN;
            case LT -> least >= right ? Match.NO : Match.UNKNOWN;
            case LE -> least > right ? Match.NO : Match.UNKNOWN;
            case GT -> least > right ? Match.YES : Match.UNKNOWN;
            case GE -> least >= right ? Match.YES : Match.UNKNOWN;
        };
    }
}
