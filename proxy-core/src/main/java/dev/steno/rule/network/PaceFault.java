package dev.steno.rule.network;

import dev.steno.addon.Verdict;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.pace.PaceDraft;
import dev.steno.rule.action.PacingAction;
import dev.steno.rule.action.RulePoint;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code bandwidth}, {@code slicer}, {@code slow_close}, {@code latency per=chunk}: faults of the data. Any thread. */
record PaceFault(Chance chance, Side side, Slowing slowing) implements PacingAction {
    /** How a direction of a flow is slowed. */
    @FunctionalInterface
    interface Slowing {
        /** @param chance draws for this flow */
        void add(PaceDraft draft, Flow flow, Direction direction, Chance chance);
    }

    @Override
    public Set<RulePoint> points() {
        return EnumSet.noneOf(RulePoint.class);
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) {
        return null;
    }

    @Override
    public boolean slow(PaceDraft draft, Flow flow, Direction direction) {
        if (!side.has(direction) || !chance.strikes()) {
            return false;
        }
        slowing.add(draft, flow, direction, chance.ofFlow());
        return true;
    }
}
