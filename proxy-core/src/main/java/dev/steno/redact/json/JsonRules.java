package dev.steno.redact.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The paths of secrets in JSON, each with the index of its rule. Immutable once it is used; any thread. */
public final class JsonRules {
    private final NameTable anywhere = new NameTable();
    private final Map<String, Integer> named = new HashMap<>();
    private final MemberNames memberNames;
    private final Set<String> lastNames =
            new TreeSet<>(String.CASE_INSENSITIVE_ORDER); // of the paths that end with one
    private boolean endsAnyhow; // a path ends otherwise
    private final List<SecretPath> paths = new ArrayList<>();
    private final List<Integer> pathRules = new ArrayList<>();

    /**
     * A path, and the index of its rule.
     *
     * @param rule counted from 0
     */
    public record Path(SecretPath path, int rule) {}

    /** @param all in the order of the rules */
    public JsonRules(List<Path> all) {
        all.forEach(each -> add(each.path(), each.rule()));
        memberNames = new MemberNames(named);
    }

    private void add(SecretPath path, int rule) {
        String name = path.anywhere();
        if (name != null && isPlain(name)) {
            anywhere.add(name, rule);
            named.putIfAbsent(name.toLowerCase(Locale.ROOT), rule);
        } else {
            paths.add(path);
            pathRules.add(rule);
            String last = path.lastName();
            endsAnyhow |= last == null;
            if (last != null) {
                lastNames.add(last);
            }
        }
    }

    /** Whether a name can be found by its bytes. */
    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() < Long.SIZE
                && name.chars().allMatch(c -> c > ' ' && c < 127 && c != '*' && c != '"' && c != '\\');
    }

    /** The names of members that are secret anywhere. */
    MemberNames memberNames() {
        return memberNames;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return anywhere.isEmpty() && paths.isEmpty();
    }

    /** Whether a rule depends on more than the name of a member. */
    public boolean hasPaths() {
        return !paths.isEmpty();
    }

    /** The index of the rule of a member's name; -1 if there is none. */
    int named(String name) {
        return anywhere.rule(name);
    }

    /** Whether a path may end with a member of this name; null for an element, and for a name that is not known. */
    boolean mayEnd(@Nullable String name) {
        return endsAnyhow || name != null && (lastNames.contains(name) || anywhere.rule(name) >= 0);
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
