package dev.steno.rule;

import dev.steno.addon.Handlers;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.content.ContentType;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Match;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.rule.action.HeaderEdit;
import dev.steno.rule.action.RulePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one kind that need more of a message than its head. At the head they ask for the body, or to change the body or
 * the trailers while these pass. Event loops.
 */
final class LateRules {
    /** Bodies of these types have no end for which a rule could wait. */
    private static final Set<String> STREAMS =
            Set.of("text/event-stream", "application/grpc", "application/grpc+proto", "multipart/x-mixed-replace");

    private final RuleKind kind;
    private final RulePoint point;
    private final List<Rule> rules;
    private final RuleSelector selector;
    private final int bodyLimit;

    /** @param bodyLimit the largest body that is held for a rule, in bytes */
    LateRules(RuleKind kind, RulePoint point, List<Rule> rules, int bodyLimit) {
        this.kind = kind;
        this.point = point;
        this.rules = rules;
        this.selector = new RuleSelector(rules);
        this.bodyLimit = bodyLimit;
    }

    /** @param blocking reads the files of rules */
    void register(Handlers to, Hook<HttpFlow> head, Executor blocking) {
        if (rules.stream().noneMatch(rule -> isTrailer(rule) && rule.action().blocks())) {
            to.on(head, kind.phase(), (flow, context) -> {
                StreamedTrailers trailers = ask(flow, context);
                if (trailers != null) {
                    trailers.read(flow);
                }
                return hopeless(flow);
            });
            return;
        }
        to.onAsync(head, kind.phase(), (flow, context) -> {
            StreamedTrailers trailers = ask(flow, context);
            return trailers == null
                    ? CompletableFuture.completedFuture(Verdict.pass())
                    : reading(trailers, flow, blocking);
        });
    }

    private static CompletionStage<Verdict<HttpFlow>> reading(
            StreamedTrailers trailers, HttpFlow flow, Executor blocking) {
        return CompletableFuture.supplyAsync(
                () -> {
                    trailers.read(flow);
                    return Verdict.pass();
                },
                blocking);
    }

    // ---- at the head

    /** Asks for what the rules need. Returns the change of the trailers, whose values are to be read; null for none. */
    private @Nullable StreamedTrailers ask(HttpFlow flow, HookContext context) {
        List<Rule> possible = selector.possible(flow);
        if (kind == RuleKind.ALLOW_LIST || !possible.isEmpty() && kind.phase() == Phase.DECIDE) {
            context.wantBodyOrHead(isStream(flow, point) ? 0 : bodyLimit);
        } else if (needBody(possible, flow) && !isStream(flow, point)) {
            context.wantBody(bodyLimit);
        }
        if (possible.isEmpty()) {
            return null;
        }
        if (kind == RuleKind.MODIFY_BODY) {
            List<Rule> matching = certain(flow);
            matching.removeIf(rule -> StreamedRules.whyNot(rule, flow, point) != null);
            if (!matching.isEmpty()) {
                context.transform(() -> StreamedRules.transform(matching, flow, point, bodyLimit));
            }
        }
        return kind == RuleKind.MODIFY_HEADERS ? trailers(flow, context) : null;
    }

    private static boolean needBody(List<Rule> possible, HttpFlow flow) {
        for (Rule rule : possible) {
            if (!isTrailer(rule) || rule.filter().test(flow, ContentSource.NONE) == Match.UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    private List<Rule> certain(HttpFlow flow) {
        return new ArrayList<>(selector.matching(flow));
    }

    private @Nullable StreamedTrailers trailers(HttpFlow flow, HookContext context) {
        List<Rule> matching = certain(flow);
        matching.removeIf(rule -> !isTrailer(rule));
        if (matching.isEmpty()) {
            return null;
        }
        StreamedTrailers change = new StreamedTrailers(matching, flow.id(), point);
        context.changeTrailers(change);
        return change;
    }

    /** Traces the rules that cannot act on a stream, which may never end. */
    private Verdict<HttpFlow> hopeless(HttpFlow flow) {
        if (kind != RuleKind.MODIFY_BODY || !isStream(flow, point)) {
            return Verdict.pass();
        }
        List<Rule> matching = certain(flow);
        return matching.isEmpty()
                ? Verdict.pass()
                : new RuleRun(kind, matching, flow, point).failing(rule -> StreamedRules.whyNot(rule, flow, point));
    }

    private static boolean isTrailer(Rule rule) {
        return rule.action() instanceof HeaderEdit edit && edit.isTrailer();
    }

    private static boolean isStream(HttpFlow flow, RulePoint point) {
        HttpResponse response = point == RulePoint.REQUEST ? null : flow.response();
        Headers headers = response == null ? flow.request().headers() : response.headers();
        return STREAMS.contains(ContentType.parse(headers.get("Content-Type")).type())
                || response != null && response.status() == 101;
    }

    // ---- once the message was forwarded

    /**
     * Whether a rule that matches a message does its work at the end of it, and not at the hook of the whole message.
     *
     * @param holds whether the message was not forwarded yet
     */
    static boolean actsAsItPasses(Rule rule, HttpFlow flow, RulePoint point, boolean holds) {
        if (!isTrailer(rule) || rule.filtersBody(point)) {
            return false;
        }
        HttpResponse response = flow.response();
        long ended =
                point == RulePoint.REQUEST || response == null ? flow.request().ended() : response.ended();
        return !holds || ended == Times.UNSET;
    }

    /** Why a rule that matches a message did not act on it, as a main clause; null if it acted while the message passed. */
    static @Nullable String whyTooLate(Rule rule, HttpFlow flow, RulePoint point) {
        if (rule.filtersBody(point)) {
            return "its filter tests the body, which was forwarded before it was complete";
        }
        if (rule.kind() != RuleKind.MODIFY_BODY) {
            return "the body is larger than what is held, so it was forwarded";
        }
        return isStream(flow, point) ? null : StreamedRules.whyNot(rule, flow, point);
    }
}
