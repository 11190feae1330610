package dev.steno.rule.network;

import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.rule.action.DelayingAction;
import dev.steno.rule.action.RulePoint;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code status}: an answer in place of the server's. Any thread. */
record StatusFault(Chance chance, int status, Headers headers, byte[] body) implements DelayingAction {
    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(RulePoint.REQUEST);
    }

    @Override
    public @Nullable Decision decide(HttpFlow flow, RulePoint point) {
        if (!chance.strikes()) {
            return null;
        }
        long now = Times.now();
        Body content = body.length == 0 ? Body.NONE : new Body.Inline(body);
        return new Decision(
                new Verdict.Answer<>(new HttpResponse("HTTP/1.1", status, "", headers, null, content, now, now)), 0);
    }
}
