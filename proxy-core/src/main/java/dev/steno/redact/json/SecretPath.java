package dev.steno.redact.json;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path to values of JSON: {@code $.a['b c'][0].*} and, with any levels between, {@code $..password} (a part of RFC 9535).
 * Names ignore case after {@code ..}. Immutable.
 *
 * @param steps from the root
 */
public record SecretPath(List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile("(?<deep>\\.\\.)?(?:\\.?(?<name>[^.\\[\\]'\"]+)|\\[(?<index>\\d{1,9}|\\*)\\]"
                    + "|\\['(?<quoted>(?:[^'\\\\]|\\\\.)*)'\\]|\\[\"(?<double>(?:[^\"\\\\]|\\\\.)*)\"\\])");

    public SecretPath {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param name of the member; null for an element or any value
     * @param index of the element; -1 for a member or any value
     * @param deep whether any levels lie between
     */
    public record Step(@Nullable String name, int index, boolean deep) {
        boolean takes(@Nullable String member, int element) {
            if (name != null) {
                return member != null && (deep ? name.equalsIgnoreCase(member) : name.equals(member));
            }
            return index < 0 || index == element && member == null;
        }
    }

    /** @throws IllegalArgumentException if the text is not a path, with a sentence */
    public static SecretPath parse(String text) {
        if (!text.startsWith("$") || text.length() < 2) {
            throw wrong(text);
        }
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!step.find(at) || step.start() != at) {
                throw wrong(text);
            }
            steps.add(step(step));
            at = step.end();
        }
        return new SecretPath(steps);
    }

    private static Step step(Matcher step) {
        boolean deep = step.group("deep") != null;
        String index = step.group("index");
        if (index != null) {
            return new Step(null, index.equals("*") ? -1 : Integer.parseInt(index), deep);
        }
        String name = step.group("name");
        if (name != null) {
            return new Step(name.equals("*") ? null : name, -1, deep);
        }
        String quoted = step.group("quoted") == null ? step.group("double") : step.group("quoted");
        return new Step(quoted.replaceAll("\\\\(.)", "$1"), -1, deep);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not a path into JSON; expected $.name[0]['other name'].* or $..name");
    }

    /** The name if the path is {@code $..name}; null otherwise. */
    @Nullable
    String anywhere() {
        return steps.size() == 1 && steps.get(0).deep() ? steps.get(0).name() : null;
    }

    /** The name of the member to which the path leads; null if it may lead to an element or any member. */
    @Nullable
    String lastName() {
        return steps.get(steps.size() - 1).name();
    }

    /**
     * Whether the path leads to a value.
     *
     * @param names of the members from the root; null for an element
     * @param indexes of the elements; of members they mean nothing
     */
    boolean leadsTo(List<@Nullable String> names, List<Integer> indexes) {
        return leads(steps.size() - 1, names.size() - 1, names, indexes);
    }

    private boolean leads(int step, int level, List<@Nullable String> names, List<Integer> indexes) {
        if (step < 0) {
            return level < 0;
        }
        if (level < 0 || !steps.get(step).takes(names.get(level), indexes.get(level))) {
            return false;
        }
        if (!steps.get(step).deep()) {
            return leads(step - 1, level - 1, names, indexes);
        }
        for (int above = level - 1; above >= -1; above--) {
            if (leads(step - 1, above, names, indexes)) {
                return true;
            }
        }
        return false;
    }
}
