package dev.steno.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, in order; of a name that occurs again, the second value is called {@code name [2]}. For one thread.
 */
final class NamedValues {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> times = new LinkedHashMap<>();

    void add(String name, String value) {
        int count = times.merge(name, 1, Integer::sum);
        values.put(count == 1 ? name : name + " [" + count + "]", value);
    }

    /** Returns a row for each name that any of them has. A different order is no difference. */
    static List<ComparedRow> compare(List<NamedValues> all) {
        Set<String> names = new LinkedHashSet<>();
        all.forEach(each -> names.addAll(each.values.keySet()));
        List<ComparedRow> rows = new ArrayList<>();
        for (String name : names) {
            List<@Nullable String> row = new ArrayList<>();
            all.forEach(each -> row.add(each.values.get(name)));
            rows.add(ComparedRow.of(name, row));
        }
        return rows;
    }
}
