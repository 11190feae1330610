package dev.steno.rule.network;

import dev.steno.addon.End;
import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.action.DelayingAction;
import dev.steno.rule.action.RulePoint;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends an exchange. Any thread.
 *
 * @param point the message that is struck; a request that is struck does not reach the server
 * @param delay before the end, in nanoseconds
 * @param what happened to it, a phrase that the name of the rule follows
 */
record EndFault(Chance chance, RulePoint point, long delay, End end, String what) implements DelayingAction {
    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(point);
    }

    @Override
    public @Nullable Decision decide(HttpFlow flow, RulePoint at) {
        return chance.strikes() ? new Decision(new Verdict.Drop<>(what, end), delay) : null;
    }
}
