package dev.steno.filter;

/** The answer of a filter in Kleene's strong three-valued logic. */
public enum Match {
    /** The flow matches, and what is still to come cannot change that. */
    YES,
    /** The flow does not match, and what is still to come cannot change that. */
    NO,
    /** What the filter asks has not happened yet, or is not at hand. */
    UNKNOWN;

    /** {@code YES} or {@code NO}. */
    public static Match of(boolean matches) {
        return matches ? YES : NO;
    }

    /** {@code NO} where either is, {@code YES} where both are. */
    public Match and(Match other) {
        if (this == NO || other == NO) {
            return NO;
        }
        return this == YES && other == YES ? YES : UNKNOWN;
    }

    /** {@code YES} where either is, {@code NO} where both are. */
    public Match or(Match other) {
        if (this == YES || other == YES) {
            return YES;
        }
        return this == NO && other == NO ? NO : UNKNOWN;
    }

    /** The opposite; what is not known stays so. */
    public Match not() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
