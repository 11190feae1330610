package dev.steno.rule;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Match;
import dev.steno.flow.HttpFlow;
import java.util.ArrayList;
import java.util.List;

/** Finds the rules whose filters match a flow. Immutable; any thread. */
final class RuleSelector {
    private final Rule[] rules;

    RuleSelector(List<Rule> rules) {
        this.rules = rules.toArray(Rule[]::new);
    }

    boolean isEmpty() {
        return rules.length == 0;
    }

    /** The rules of which it is certain that their filters match, in their order. */
    List<Rule> matching(HttpFlow flow) {
        List<Rule> found = null;
        for (Rule rule : rules) {
            if (rule.filter().test(flow, ContentSource.NONE) == Match.YES) {
                found = found == null ? new ArrayList<>(2) : found;
                found.add(rule);
            }
        }
        return found == null ? List.of() : found;
    }
}
