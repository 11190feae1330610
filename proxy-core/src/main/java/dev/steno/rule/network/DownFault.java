package dev.steno.rule.network;

import dev.steno.addon.End;
import dev.steno.addon.Verdict;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.pace.PaceDraft;
import dev.steno.pace.Rate;
import dev.steno.pace.TokenBucket;
import dev.steno.rule.action.DelayingAction;
import dev.steno.rule.action.PacingAction;
import dev.steno.rule.action.RulePoint;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code down}: requests are closed without an answer, and transfers in progress stand still, as with the network {@code
 * offline}. If it strikes only some, it strikes requests. Any thread.
 */
record DownFault(Chance chance) implements DelayingAction, PacingAction {
    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(RulePoint.REQUEST);
    }

    @Override
    public @Nullable Decision decide(HttpFlow flow, RulePoint point) {
        return chance.strikes()
                ? new Decision(new Verdict.Drop<>("closed as by a server that is down, by rule", End.CLOSE), 0)
                : null;
    }

    @Override
    public boolean slow(PaceDraft draft, Flow flow, Direction direction) {
        if (chance.isCertain()) {
            draft.add(new TokenBucket(Rate.NOTHING, System.nanoTime()));
        }
        return chance.isCertain();
    }
}
