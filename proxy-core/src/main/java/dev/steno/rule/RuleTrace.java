package dev.steno.rule;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import java.util.List;

/** The names of the rules that acted on a flow, in order, as one of its annotations. Pure functions. */
final class RuleTrace {
    private RuleTrace() {}

    /** @param names those of rules that acted, and of rules that failed, which begin with an exclamation mark */
    static HttpFlow with(HttpFlow flow, List<String> names) {
        return names.isEmpty() ? flow : flow.withNotes(flow.notes().withRules(names));
    }

    /** Whether a rule of this name acted on a flow. */
    static boolean has(HttpFlow flow, String name) {
        String names = flow.notes().metadata().getOrDefault(Notes.RULES, "");
        return List.of(names.split(" ")).contains(name);
    }
}
