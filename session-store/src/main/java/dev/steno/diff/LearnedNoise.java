package dev.steno.diff;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.compare.IgnoreRule;
import dev.steno.compare.IgnoreRule.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What differs between two runs of the same, as rules by which it is ignored. Statuses, outcomes and lines of text are not
 * learned: a rule for them would hide what comparisons are made for. For one thread.
 */
public final class LearnedNoise implements FlowDifference.Sink {
    /** Upper bound on rules; what differs in so many ways is not the same. */
    static final int MOST = 10_000;

    private static final Set<String> NEVER = Set.of("status line", "outcome", "request line", "timing");

    private final Map<IgnoreRule, Long> rules = new LinkedHashMap<>();
    private final Map<String, Long> left = new LinkedHashMap<>();

    @Override
    public void accept(FlowDifference difference) {
        if (difference.kind() != FlowDifference.Kind.CHANGED) {
            left.merge("flows that only one of the runs has", 1L, Long::sum);
            return;
        }
        Set<IgnoreRule> ofFlow = new LinkedHashSet<>();
        Set<String> leftOfFlow = new LinkedHashSet<>();
        for (ComparedPart part : difference.parts()) {
            for (ComparedRow row : part.rows()) {
                Optional<IgnoreRule> rule = row.same() ? Optional.empty() : part.ignoring(row);
                if (rule.isPresent() && isLearned(part, rule.get())) {
                    ofFlow.add(rule.get());
                } else if (!row.same()) {
                    leftOfFlow.add("flows with another " + part.name());
                }
            }
        }
        ofFlow.forEach(rule -> {
            if (rules.containsKey(rule) || rules.size() < MOST) {
                rules.merge(rule, 1L, Long::sum);
            }
        });
        leftOfFlow.forEach(what -> left.merge(what, 1L, Long::sum));
    }

    private static boolean isLearned(ComparedPart part, IgnoreRule rule) {
        boolean root = rule.kind() == Kind.JSON && rule.pattern().equals("$");
        return !root && rule.kind() != Kind.PART && !NEVER.contains(part.name());
    }

    /** Returns the rules, each with the number of pairs in which it would have been of use. */
    public Map<IgnoreRule, Long> rules() {
        return rules;
    }

    /** Returns what differs although it is not learned, each with the number of flows. */
    public Map<String, Long> notLearned() {
        return left;
    }
}
