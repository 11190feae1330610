package dev.steno.rule.network;

import dev.steno.addon.Hook.StreamMessage;
import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.action.RuleAction;
import dev.steno.rule.action.RulePoint;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code ws_delay}, {@code ws_drop}: faults of the messages of WebSockets. Any thread.
 *
 * @param delay before a message goes on; null if it is dropped
 */
public record MessageFault(
        Chance chance, Side side, @Nullable RandomDelay delay) implements RuleAction {
    /**
     * What becomes of a message.
     *
     * @param delay nanoseconds
     */
    public record Fate(Verdict<StreamMessage> verdict, long delay) {}

    @Override
    public Set<RulePoint> points() {
        return EnumSet.noneOf(RulePoint.class);
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) {
        return null;
    }

    /** What becomes of a message of a WebSocket; null if the rule does not act on it. */
    public @Nullable Fate fateOf(StreamMessage shown) {
        if (!side.has(shown.message().direction()) || !chance.strikes()) {
            return null;
        }
        return delay == null
                ? new Fate(new Verdict.Replace<>(shown.dropped()), 0)
                : new Fate(Verdict.pass(), delay.draw(chance));
    }
}
