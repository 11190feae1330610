package dev.steno.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that flows have, or lack. Immutable.
 *
 * @param key its name: of a field or parameter, a path in JSON, a number of a line
 * @param values one for each flow; null if it lacks the value
 * @param same whether all flows have it, and equal
 */
public record ComparedRow(String key, List<@Nullable String> values, boolean same) {
    public ComparedRow {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    static ComparedRow of(String key, List<@Nullable String> values) {
        return new ComparedRow(key, values, areEqual(values));
    }

    /** Whether there is no value that is absent or differs from the others. */
    static boolean areEqual(List<@Nullable String> values) {
        String first = values.get(0);
        return first != null && values.stream().allMatch(first::equals);
    }
}
