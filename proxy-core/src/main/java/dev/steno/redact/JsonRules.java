package dev.steno.redact;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paths of secrets in JSON, each with the index of its rule. Immutable once it is used; any thread. */
final class JsonRules {
    private final NameTable anywhere = new NameTable();
    private final List<SecretPath> paths = new ArrayList<>();
    private final List<Integer> pathRules = new ArrayList<>();

    JsonRules(List<RedactionRule> rules, boolean inMessages) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) instanceof RedactionRule.Json json) {
                add(json.path(), i);
            } else if (rules.get(i) instanceof RedactionRule.JsonInMessages json && inMessages) {
                add(json.path(), i);
            }
        }
    }

    private void add(SecretPath path, int rule) {
        String name = path.anywhere();
        if (name != null && name.indexOf('*') < 0) {
            anywhere.add(name, rule);
        } else {
            paths.add(path);
            pathRules.add(rule);
        }
    }

    boolean isEmpty() {
        return anywhere.isEmpty() && paths.isEmpty();
    }

    /** Whether a rule depends on more than the name of a member. */
    boolean hasPaths() {
        return !paths.isEmpty();
    }

    /** Whether a name of this length, in bytes, can be that of a secret. */
    boolean mayName(int length, boolean escaped) {
        return escaped || anywhere.mayHave(length);
    }

    /** The index of the rule of a member's name; -1 if there is none. */
    int named(String name) {
        return anywhere.rule(name);
    }

    /** The index of the rule of a value; -1 if there is none. */
    int rule(List<@Nullable String> names, List<Integer> indexes) {
        String name = names.isEmpty() ? null : names.get(names.size() - 1);
        int rule = name == null ? -1 : anywhere.rule(name);
        for (int i = 0; rule < 0 && i < paths.size(); i++) {
            if (paths.get(i).leadsTo(names, indexes)) {
                rule = pathRules.get(i);
            }
        }
        return rule;
    }
}
