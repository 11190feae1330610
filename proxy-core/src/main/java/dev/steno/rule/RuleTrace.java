package dev.steno.rule;

import dev.steno.flow.HttpFlow;
import java.util.List;

/** The names of the rules that acted on a flow, in order, as one of its annotations. Pure functions. */
final class RuleTrace {
    private RuleTrace() {}

    /** @param names those of rules that acted, and of rules that failed, which begin with an exclamation mark */
    static HttpFlow with(HttpFlow flow, List<String> names) {
        return names.isEmpty() ? flow : flow.withNotes(flow.notes().withRules(names));
    }
}
