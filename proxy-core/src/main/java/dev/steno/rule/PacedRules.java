package dev.steno.rule;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.TcpFlow;
import dev.steno.pace.Pace;
import dev.steno.pace.PaceDraft;
import dev.steno.pace.Pacing;
import dev.steno.rule.action.PacingAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that slow data. Of several networks that match, the first counts; of faults, all. Immutable; any thread. */
final class PacedRules implements Pacing {
    private final List<Rule> rules;
    private final RuleSelector selector;

    private PacedRules(List<Rule> rules) {
        this.rules = rules;
        this.selector = new RuleSelector(rules);
    }

    /**
     * The rules of these that slow data.
     *
     * @param before those until now, which stay as they are if none of them has changed
     * @param on the rules that are on
     * @return null if there are none
     */
    static @Nullable PacedRules of(@Nullable PacedRules before, List<Rule> on) {
        List<Rule> slowing = on.stream()
                .filter(rule -> rule.action() instanceof PacingAction)
                .toList();
        if (slowing.isEmpty()) {
            return null;
        }
        return before != null && identities(before.rules).equals(identities(slowing))
                ? before
                : new PacedRules(slowing);
    }

    private static List<String> identities(List<Rule> rules) {
        return rules.stream().map(Rule::identity).toList();
    }

    @Override
    public @Nullable Pace paceOf(Flow flow, Direction direction) {
        PaceDraft draft = new PaceDraft();
        boolean throttled = false;
        for (Rule rule : selector.matching(flow)) {
            if (rule.kind() == RuleKind.THROTTLE && throttled || !rule.terms().admit(rule.tally())) {
                continue;
            }
            throttled |= rule.kind() == RuleKind.THROTTLE;
            draft.begin(rule.name());
            boolean slows = ((PacingAction) rule.action()).slow(draft, flow, direction);
            if (slows && (rule.kind() == RuleKind.FAULT || flow instanceof TcpFlow)) {
                rule.acted(); // a network's hits on HTTP are counted with its messages
            }
        }
        return draft.pace(System.nanoTime());
    }
}
