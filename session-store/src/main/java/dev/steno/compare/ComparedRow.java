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
        String first = values.get(0);
        return new ComparedRow(key, values, first != null && values.stream().allMatch(first::equals));
    }
}
