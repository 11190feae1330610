package dev.steno.rule;

import dev.steno.addon.Handlers;
import dev.steno.addon.Hook;
import dev.steno.addon.InterimResponse;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.rule.action.DelayingAction;
import dev.steno.rule.action.RulePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of the rules of one kind at one message. The filters of all its rules see the flow as it was before the
 * kind acted. Rules that need a body act once it is there; if it cannot be held, they do not. Event loops; rules that read
 * files act on the executor.
 */
final class RuleHandlers {
    private final RuleKind kind;
    private final RulePoint point;
    private final List<Rule> rules;
    private final List<Rule> late;
    private final Executor blocking;
    private final ScheduledExecutorService timer;
    private final int bodyLimit;

    private RuleHandlers(
            RuleKind kind,
            RulePoint point,
            List<Rule> rules,
            Executor blocking,
            ScheduledExecutorService timer,
            int bodyLimit) {
        this.kind = kind;
        this.point = point;
        this.rules = rules;
        this.late = late(kind, rules, point);
        this.blocking = blocking;
        this.timer = timer;
        this.bodyLimit = bodyLimit;
    }

    /**
     * Registers the handlers of a kind; none if no rule acts.
     *
     * @param rules those of the kind that are on, in their order
     * @param blocking runs rules that read files
     * @param timer runs what is delayed
     * @param bodyLimit the largest body that is held for a rule, in bytes
     */
    static void register(
            Handlers to,
            RuleKind kind,
            List<Rule> rules,
            Executor blocking,
            ScheduledExecutorService timer,
            int bodyLimit) {
        for (RulePoint point : RulePoint.values()) {
            observe(to, kind, point, rules);
            List<Rule> here = rules.stream().filter(rule -> rule.actsOn(point)).toList();
            if (!here.isEmpty()) {
                new RuleHandlers(kind, point, here, blocking, timer, bodyLimit).register(to);
            }
        }
    }

    private static void observe(Handlers to, RuleKind kind, RulePoint point, List<Rule> rules) {
        List<Rule> observers = rules.stream()
                .filter(rule -> rule.action().observes().contains(point))
                .toList();
        if (!observers.isEmpty()) {
            to.on(headHook(point), kind.phase(), (flow, context) -> {
                observers.forEach(rule -> rule.action().observe(flow, point));
                return Verdict.pass();
            });
        }
    }

    /** The rules that need a body; of an allow-list, all rules together, since they decide together. */
    private static List<Rule> late(RuleKind kind, List<Rule> rules, RulePoint point) {
        List<Rule> late = rules.stream().filter(rule -> rule.isLate(point)).toList();
        return kind == RuleKind.ALLOW_LIST && !late.isEmpty() ? rules : late;
    }

    private static Hook<HttpFlow> headHook(RulePoint at) {
        return at == RulePoint.REQUEST ? Hook.REQUEST_HEAD : Hook.RESPONSE_HEAD;
    }

    private void register(Handlers to) {
        Phase phase = kind.phase();
        List<Rule> early = rules.stream().filter(rule -> !late.contains(rule)).toList();
        if (!late.isEmpty()) {
            LateRules asked = new LateRules(kind, point, late, bodyLimit);
            asked.register(to, headHook(point), blocking);
            register(to, point == RulePoint.REQUEST ? Hook.REQUEST : Hook.RESPONSE, late);
        }
        if (!early.isEmpty()) {
            register(to, headHook(point), early);
        }
        if (isBack()) {
            RuleSelector selector = new RuleSelector(rules);
            to.on(Hook.INTERIM, phase, (shown, context) -> interim(selector, shown));
        }
    }

    private void register(Handlers to, Hook<HttpFlow> hook, List<Rule> these) {
        RuleSelector selector = new RuleSelector(these);
        if (these.stream().noneMatch(rule -> rule.action().blocks() || rule.action() instanceof DelayingAction)) {
            to.on(hook, kind.phase(), (flow, context) -> {
                RuleRun run = run(selector, flow, context.canHold());
                return run == null ? Verdict.pass() : context.canHold() ? run.verdict() : tooLate(run, flow);
            });
        } else {
            to.onAsync(hook, kind.phase(), (flow, context) -> {
                RuleRun run = run(selector, flow, context.canHold());
                return run == null
                        ? CompletableFuture.completedFuture(Verdict.pass())
                        : context.canHold() ? later(run) : CompletableFuture.completedFuture(tooLate(run, flow));
            });
        }
    }

    /** Rewrites the links of an interim response back. Neither counted nor traced, since the final one follows. */
    private Verdict<InterimResponse> interim(RuleSelector selector, InterimResponse shown) {
        HttpFlow before = shown.flow().withResponse(shown.response());
        RuleRun run = run(selector, before, true);
        HttpResponse back = run == null ? null : run.rewrittenBack().response();
        return back == null || back == shown.response()
                ? Verdict.pass()
                : new Verdict.Replace<>(shown.withResponse(back));
    }

    private Verdict<HttpFlow> tooLate(RuleRun run, HttpFlow flow) {
        return run.failing(rule -> LateRules.whyTooLate(rule, flow, point));
    }

    private CompletionStage<Verdict<HttpFlow>> later(RuleRun run) {
        if (run.blocks()) {
            return CompletableFuture.supplyAsync(run::verdict, blocking)
                    .thenCompose(verdict -> DelayedStage.of(verdict, run.delay(), timer));
        }
        Verdict<HttpFlow> verdict = run.verdict();
        return DelayedStage.of(verdict, run.delay(), timer);
    }

    // ---- matching

    /** Whether these rules rewrite responses of requests that they sent elsewhere. */
    private boolean isBack() {
        return kind == RuleKind.MAP_REMOTE && point == RulePoint.RESPONSE;
    }

    /** The flow that filters see: a response that was mapped is found by what the client asked for. */
    private HttpFlow asked(HttpFlow flow) {
        return isBack() && flow.original() != null
                ? flow.withRequest(flow.original().request())
                : flow;
    }

    private @Nullable RuleRun run(RuleSelector selector, HttpFlow flow, boolean canHold) {
        List<Rule> matching = selector.matching(asked(flow));
        if (kind == RuleKind.ALLOW_LIST) {
            matching = matching.isEmpty() ? List.of(rules.get(0)) : List.of();
        }
        if (matching.isEmpty()) {
            return null;
        }
        List<Rule> admitted = new ArrayList<>(kind == RuleKind.THROTTLE ? matching.subList(0, 1) : matching);
        admitted.removeIf(rule -> isBack()
                ? !sentElsewhere(rule, flow)
                : LateRules.actsAsItPasses(rule, flow, point, canHold)
                        || !rule.terms().admit(rule.tally()));
        return admitted.isEmpty() ? null : new RuleRun(kind, admitted, flow, point);
    }

    /** Whether a rule may have sent the request elsewhere: one that acts only at times has a trace then. */
    private static boolean sentElsewhere(Rule rule, HttpFlow flow) {
        return rule.terms() == RuleTerms.ALWAYS || RuleTrace.has(flow, rule.name());
    }
}
