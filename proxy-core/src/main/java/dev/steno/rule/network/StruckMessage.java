package dev.steno.rule.network;

import dev.steno.addon.End;
import dev.steno.addon.Hook.StreamMessage;
import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.action.RulePoint;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code ws_delay}, {@code ws_drop}, {@code ws_close}: acts on single messages of WebSockets. Any thread. */
record StruckMessage(Chance chance, Side side, Function<StreamMessage, Fate> strike) implements MessageFault {
    static StruckMessage delayed(Chance chance, Side side, RandomDelay delay) {
        return new StruckMessage(chance, side, shown -> new Fate(Verdict.pass(), delay.draw(chance)));
    }

    static StruckMessage dropped(Chance chance, Side side) {
        return new StruckMessage(chance, side, shown -> new Fate(new Verdict.Replace<>(shown.dropped()), 0));
    }

    static StruckMessage closed(Chance chance, Side side, int code) {
        return new StruckMessage(
                chance, side, shown -> new Fate(new Verdict.Drop<>("closed by rule", new End.CloseFrame(code)), 0));
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
    public @Nullable Fate fateOf(StreamMessage shown) {
        return side.has(shown.message().direction()) && chance.strikes() ? strike.apply(shown) : null;
    }
}
