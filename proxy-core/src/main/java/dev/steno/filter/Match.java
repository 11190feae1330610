package dev.steno.filter;

/** The answer of a filter in Kleene's strong three-valued logic. */
public enum Match {
    /** The flow matches, and later facts cannot change that. */
    YES,
    /** The flow does not match, and later facts cannot change that. */
    NO,
    /** The information that the filter needs does not exist yet, or is not available. */
    UNKNOWN;

    /** {@code YES} or {@code NO}. */
    public static Match of(boolean matches) {
        return matches ? YES : NO;
    }

    /** {@code NO} if either is {@code NO}, {@code YES} if both are {@code YES}, otherwise {@code UNKNOWN}. */
    public Match and(Match other) {
        if (this == NO || other == NO) {
            return NO;
        }
        return this == YES && other == YES ? YES : UNKNOWN;
    }

    /** {@code YES} if either is {@code YES}, {@code NO} if both are {@code NO}, otherwise {@code UNKNOWN}. */
    public Match or(Match other) {
        if (this == YES || other == YES) {
            return YES;
        }
        return this == NO && other == NO ? NO : UNKNOWN;
    }

    /** The opposite answer; {@code UNKNOWN} stays {@code UNKNOWN}. */
    public Match not() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
