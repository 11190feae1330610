package dev.steno.rule;

import dev.steno.addon.Verdict;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.spec.RuleFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule would have done to a flow that was recorded. Immutable.
 *
 * @param point the message that it would have acted on; the first of two
 * @param before the flow as the rule would have seen it
 * @param after the flow as it would have left it; null if it would have ended the exchange, or failed
 * @param ends whether it would have ended the exchange without an answer
 * @param failure why it would have failed, or how ended the exchange; empty for neither
 */
public record RuleEffect(
        RulePoint point, HttpFlow before, @Nullable HttpFlow after, boolean ends, String failure) {
    /** The largest body that is read, in bytes; the rule does not act on a larger one. */
    private static final int BODY = 8 << 20;

    /**
     * Tries a rule, without counting it and without sending anything. Reads files and stored bodies.
     *
     * @param recorded a flow that has ended
     * @return empty if the rule would not have acted
     */
    public static Optional<RuleEffect> of(Rule rule, HttpFlow recorded, ContentSource content) {
        HttpFlow sent = recorded.original() == null ? recorded : recorded.original();
        Optional<RuleEffect> request = at(rule, RulePoint.REQUEST, sent, content);
        return request.isPresent() || sent.response() == null ? request : at(rule, RulePoint.RESPONSE, sent, content);
    }

    private static Optional<RuleEffect> at(Rule rule, RulePoint point, HttpFlow sent, ContentSource content) {
        if (!rule.actsOn(point)) {
            return Optional.empty();
        }
        HttpFlow shown = open(sent, point, rule.isLate(point) ? content : ContentSource.NONE);
        boolean matches = rule.filter().test(shown, ContentSource.NONE) == Match.YES;
        if (matches == (rule.kind() == RuleKind.ALLOW_LIST)) {
            return Optional.empty();
        }
        try {
            Verdict<HttpFlow> verdict = rule.action().apply(shown, point);
            if (verdict instanceof Verdict.Replace<HttpFlow> replace) {
                return Optional.of(new RuleEffect(point, shown, replace.subject(), false, ""));
            }
            if (verdict instanceof Verdict.Pass<HttpFlow>) { // it would have been delayed
                return Optional.of(new RuleEffect(point, shown, shown, false, ""));
            }
            if (verdict instanceof Verdict.Answer<HttpFlow> answer) {
                return Optional.of(new RuleEffect(point, shown, shown.withResponse(answer.response()), false, ""));
            }
            return verdict instanceof Verdict.Drop<HttpFlow> drop
                    ? Optional.of(new RuleEffect(point, shown, null, true, drop.reason()))
                    : Optional.empty();
        } catch (RuleFailure e) {
            return Optional.of(new RuleEffect(point, shown, null, false, String.valueOf(e.getMessage())));
        }
    }

    /** The flow as it was at a hook: in progress, and without what came later. */
    private static HttpFlow open(HttpFlow sent, RulePoint point, ContentSource content) {
        HttpResponse response = sent.response();
        return new HttpFlow(
                sent.id(),
                sent.revision(),
                FlowState.OPEN,
                sent.started(),
                sent.duration(),
                sent.client(),
                sent.server(),
                sent.request().withBody(whole(sent.request().body(), content)),
                point == RulePoint.REQUEST || response == null
                        ? null
                        : response.withBody(whole(response.body(), content)),
                sent.interim(),
                null,
                sent.notes(),
                null);
    }

    private static Body whole(Body body, ContentSource content) {
        if (!(body instanceof Body.Stored stored) || stored.size() > BODY || stored.size() < stored.trueSize()) {
            return body;
        }
        try (InputStream in = content.open(stored)) {
            return in == null ? body : new Body.Inline(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
