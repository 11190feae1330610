package dev.steno.rule;

import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.action.DelayingAction;
import dev.steno.rule.action.HeaderEdit;
import dev.steno.rule.action.HeaderEdits;
import dev.steno.rule.action.RemoteUrl;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.spec.RuleFailure;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules of one kind act on a message of a flow. For one use on one thread. */
final class RuleRun {
    private final RuleKind kind;
    private final List<Rule> matching;
    private final RulePoint point;
    private final RuleTrace trace;
    private HttpFlow flow;
    private long delay;

    /** @param matching those whose filters match, in their order */
    RuleRun(RuleKind kind, List<Rule> matching, HttpFlow flow, RulePoint point) {
        this.kind = kind;
        this.matching = matching;
        this.flow = flow;
        this.point = point;
        this.trace = new RuleTrace(flow.id());
    }

    /** Whether {@link #verdict} reads files. */
    boolean blocks() {
        for (Rule rule : matching) {
            if (rule.action().blocks()) {
                return true;
            }
        }
        return false;
    }

    /** How long the message waits before the verdict takes effect, in nanoseconds; after {@link #verdict}. */
    long delay() {
        return delay;
    }

    /** The verdict of all rules together, with the flow's trace. */
    Verdict<HttpFlow> verdict() {
        HttpFlow before = flow;
        Verdict<HttpFlow> end = kind == RuleKind.MODIFY_HEADERS ? headers() : inOrder();
        HttpFlow traced = trace.moveTo(flow);
        if (end != null) {
            return new Verdict.After<>(traced, end);
        }
        return traced == before ? Verdict.pass() : new Verdict.Replace<>(traced);
    }

    /** The flow with its response as {@code map-remote} rewrites it, without a trace. */
    HttpFlow rewrittenBack() {
        for (Rule rule : matching) {
            if (rule.action() instanceof RemoteUrl remote
                    && remote.rewrittenBack(flow) instanceof Verdict.Replace<HttpFlow> back) {
                flow = back.subject();
            }
        }
        return flow;
    }

    /**
     * The verdict if rules do not act: only the trace changes.
     *
     * @param why the reason for a rule, as a main clause; null if it acts while the body passes
     */
    Verdict<HttpFlow> failing(Function<Rule, @Nullable String> why) {
        for (Rule rule : matching) {
            String reason = why.apply(rule);
            if (reason != null) {
                trace.fail(rule, reason);
            }
        }
        HttpFlow traced = trace.moveTo(flow);
        return traced == flow ? Verdict.pass() : new Verdict.Replace<>(traced);
    }

    private @Nullable Verdict<HttpFlow> inOrder() {
        for (Rule rule : matching) {
            Verdict<HttpFlow> verdict = apply(rule);
            if (verdict instanceof Verdict.Replace<HttpFlow> replace) {
                flow = replace.subject();
            } else if (verdict instanceof Verdict.Answer<HttpFlow> answer) {
                return new Verdict.Answer<>(answer.response(), rule.name());
            } else if (verdict instanceof Verdict.Drop<HttpFlow> drop) {
                return new Verdict.Drop<>(drop.reason() + " " + rule.name(), drop.end());
            } else if (verdict != null && !(verdict instanceof Verdict.Pass<HttpFlow>)) {
                return verdict;
            }
        }
        return null;
    }

    private @Nullable Verdict<HttpFlow> apply(Rule rule) {
        try {
            Verdict<HttpFlow> verdict = rule.action() instanceof DelayingAction delaying
                    ? decided(delaying.decide(flow, point))
                    : rule.action().apply(flow, point);
            if (verdict != null) {
                trace.hit(rule);
            }
            return verdict;
        } catch (RuleFailure | RuntimeException e) {
            trace.fail(rule, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Verdict<HttpFlow> decided(DelayingAction.@Nullable Decision decision) {
        delay += decision == null ? 0 : decision.delay();
        return decision == null ? null : decision.verdict();
    }

    /** Rules on headers act as one, so that two of them can add a field of the same name. */
    private @Nullable Verdict<HttpFlow> headers() {
        HeaderEdits edits = new HeaderEdits(flow, point);
        for (Rule rule : matching) {
            try {
                edits.add((HeaderEdit) rule.action());
                trace.hit(rule);
            } catch (RuleFailure e) {
                trace.fail(rule, String.valueOf(e.getMessage()));
            }
        }
        flow = edits.apply();
        return null;
    }
}
