package dev.steno.rule;

import dev.steno.flow.Times;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Bounds on the use of a rule. Immutable.
 *
 * @param times how often it acts; the rule is skipped afterwards
 * @param probability of acting on a message that it matches, 0 to 1
 * @param until when it ends, in nanoseconds since the epoch
 * @param states in which it acts, and which it sets; null for none
 */
public record RuleTerms(long times, double probability, long until, RuleStates.@Nullable Terms states) {
    /** No bounds. */
    public static final RuleTerms ALWAYS = new RuleTerms(Long.MAX_VALUE, 1, Long.MAX_VALUE, null);

    boolean admit(RuleTally tally) {
        return this == ALWAYS
                || tally.hits() < times
                        && (until == Long.MAX_VALUE || Times.now() < until)
                        && (states == null || states.admit())
                        && (probability >= 1 || ThreadLocalRandom.current().nextDouble() < probability);
    }
}
