package dev.steno.rule.network;

import dev.steno.flow.HttpFlow;
import dev.steno.rule.action.DelayingAction;
import dev.steno.rule.action.RulePoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code latency}: messages wait before they go on, each once. Any thread. */
record DelayFault(Chance chance, RandomDelay delay, Side side) implements DelayingAction {
    @Override
    public Set<RulePoint> points() {
        return side.points();
    }

    @Override
    public @Nullable Decision decide(HttpFlow flow, RulePoint point) {
        return chance.strikes() ? Decision.pass(delay.draw(chance)) : null;
    }
}
