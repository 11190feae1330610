package dev.steno.rule;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules whose filters match a flow. Many rules are found by their texts: a filter that requires a text in a field
 * is tested only for flows in whose field three characters of that text occur. Immutable; any thread.
 */
final class RuleSelector {
    /** The number of rules from which an index costs less than testing each. */
    private static final int INDEXED = 16;

    private final Rule[] rules;
    private final @Nullable RequiredTextIndex index; // null for few rules
    private final BitSet always = new BitSet();

    RuleSelector(List<Rule> rules) {
        this.rules = rules.toArray(Rule[]::new);
        this.index = rules.size() < INDEXED ? null : new RequiredTextIndex(requirements());
    }

    private List<List<List<RequiredTexts.Required>>> requirements() {
        List<List<List<RequiredTexts.Required>>> all = new ArrayList<>();
        for (int i = 0; i < rules.length; i++) {
            List<List<RequiredTexts.Required>> texts = RequiredTexts.of(rules[i].filter());
            all.add(texts);
            always.set(i, texts.isEmpty());
        }
        return all;
    }

    /** The rules of which it is certain that their filters match, in their order. */
    List<Rule> matching(Flow flow) {
        return found(flow, false);
    }

    /** The rules whose filters match, or may match once the body of the current message is there, in their order. */
    List<Rule> possible(Flow flow) {
        return found(flow, true);
    }

    private List<Rule> found(Flow flow, boolean alsoUncertain) {
        List<Rule> found = null;
        BitSet candidates = candidates(flow);
        for (int i = next(candidates, 0); i >= 0; i = next(candidates, i + 1)) {
            Match match = rules[i].filter().test(flow, ContentSource.NONE);
            if (match == Match.YES || alsoUncertain && match == Match.UNKNOWN) {
                found = found == null ? new ArrayList<>(2) : found;
                found.add(rules[i]);
            }
        }
        return found == null ? List.of() : found;
    }

    private int next(@Nullable BitSet candidates, int from) {
        return candidates == null ? from < rules.length ? from : -1 : candidates.nextSetBit(from);
    }

    /** The rules in whose fields one of their texts may occur, and those without texts; null for all. */
    private @Nullable BitSet candidates(Flow flow) {
        if (index == null) {
            return null;
        }
        BitSet candidates = (BitSet) always.clone();
        index.find(flow, candidates);
        return candidates;
    }
}
