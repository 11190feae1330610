package dev.steno.rule;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import java.util.ArrayList;
import java.util.List;

/** What rules did to a flow: counted with each rule, and for the notes of the flow. For one use on one thread at a time. */
final class RuleTrace {
    private final long flow;
    private final List<String> names = new ArrayList<>(2);
    private final List<String> failures = new ArrayList<>(0);

    RuleTrace(long flow) {
        this.flow = flow;
    }

    void hit(Rule rule) {
        rule.acted();
        names.add(rule.name());
    }

    /** @param why a main clause */
    void fail(Rule rule, String why) {
        rule.tally().failed(rule.name(), flow, why);
        names.add("!" + rule.name());
        failures.add(rule.name() + ": " + why);
    }

    /** The notes with what was traced since the last call; the same object if nothing was. */
    Notes moveTo(Notes notes) {
        if (names.isEmpty()) {
            return notes;
        }
        Notes with = notes.withRules(names).withRuleFailures(failures);
        names.clear();
        failures.clear();
        return with;
    }

    HttpFlow moveTo(HttpFlow of) {
        return names.isEmpty() ? of : of.withNotes(moveTo(of.notes()));
    }

    /** Whether a rule of this name acted on a flow. */
    static boolean has(HttpFlow flow, String name) {
        String names = flow.notes().metadata().getOrDefault(Notes.RULES, "");
        return List.of(names.split(" ")).contains(name);
    }
}
