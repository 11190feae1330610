package dev.steno.rule.action;

import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.spec.RuleFailure;
import org.jspecify.annotations.Nullable;

/** An action whose decision may take effect later. Any thread. */
public interface DelayingAction extends RuleAction {
    /**
     * A decision, and when it takes effect.
     *
     * @param delay nanoseconds from now
     */
    record Decision(Verdict<HttpFlow> verdict, long delay) {
        /** The message goes on, after a delay. */
        public static Decision pass(long delay) {
            return new Decision(Verdict.pass(), delay);
        }
    }

    /**
     * Acts on a message.
     *
     * @return null if the rule does not act on it
     */
    @Nullable
    Decision decide(HttpFlow flow, RulePoint point) throws RuleFailure;

    @Override
    @Nullable
    default Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) throws RuleFailure {
        Decision decision = decide(flow, point);
        return decision == null ? null : decision.verdict();
    }
}
