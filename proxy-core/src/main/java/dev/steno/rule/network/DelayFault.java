package dev.steno.rule.network;

import dev.steno.addon.RecordedFlows;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.action.DelayingAction;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.spec.RuleFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code latency}: messages wait before they go on, each once. Any thread.
 *
 * @param recorded the delay is that of a recorded flow; null for none
 */
public record DelayFault(
        Chance chance,
        RandomDelay delay,
        Side side,
        @Nullable RecordedDelay recorded) implements DelayingAction {

    /** Where recorded flows are read. Called before the first message. */
    public void readFrom(RecordedFlows flows) {
        if (recorded != null) {
            recorded.readFrom(flows);
        }
    }

    @Override
    public Set<RulePoint> points() {
        return side.points();
    }

    @Override
    public boolean blocks() {
        return recorded != null;
    }

    @Override
    public @Nullable Decision decide(HttpFlow flow, RulePoint point) throws RuleFailure {
        if (!chance.strikes()) {
            return null;
        }
        RandomDelay about = recorded == null ? delay : delay.about(recorded.nanos());
        return Decision.pass(about.draw(chance));
    }
}
