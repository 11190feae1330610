package dev.steno.rule;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import java.util.List;

/** The names of the rules that acted on a flow, in order, as one of its annotations. Pure functions. */
final class RuleTrace {
    /** Upper bound on the chars of the annotation; further names are dropped. */
    static final int LONGEST = 2000;

    private RuleTrace() {}

    /** @param names those of rules that acted, and of rules that failed, which begin with an exclamation mark */
    static HttpFlow with(HttpFlow flow, List<String> names) {
        return names.isEmpty() ? flow : flow.withNotes(with(flow.notes(), names));
    }

    static Notes with(Notes notes, List<String> names) {
        if (names.isEmpty()) {
            return notes;
        }
        StringBuilder all = new StringBuilder(notes.metadata().getOrDefault(Notes.RULES, ""));
        for (String name : names) {
            if (all.length() + name.length() + 1 <= LONGEST) {
                all.append(all.length() == 0 ? "" : " ").append(name);
            }
        }
        return notes.withMetadata(Notes.RULES, all.toString());
    }
}
