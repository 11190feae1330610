package dev.steno.rule;

import dev.steno.flow.Times;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Bounds on the use of a rule. Immutable.
 *
 * @param times how often it acts; the rule is skipped afterwards
 * @param probability of acting on a message that it matches, 0 to 1
 * @param until when it ends, in nanoseconds since the epoch
 */
public record RuleTerms(long times, double probability, long until) {
    /** No bounds. */
    public static final RuleTerms ALWAYS = new RuleTerms(Long.MAX_VALUE, 1, Long.MAX_VALUE);

    boolean admit(RuleTally tally) {
        return this == ALWAYS
                || tally.hits() < times
                        && (until == Long.MAX_VALUE || Times.now() < until)
                        && (probability >= 1 || ThreadLocalRandom.current().nextDouble() < probability);
    }
}
