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
    /** What decides on values that differ. */
    interface Leniency {
        /** Takes differences as they are. */
        Leniency NONE = new Leniency() {
            @Override
            public boolean ignores(String name) {
                return false;
            }

            @Override
            public String normal(String name, String value) {
                return value;
            }
        };

        /** Whether a name does not matter. */
        boolean ignores(String name);

        /** Returns what of a value matters. */
        String normal(String name, String value);
    }

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> times = new LinkedHashMap<>();

    void add(String name, String value) {
        int count = times.merge(name, 1, Integer::sum);
        values.put(count == 1 ? name : name + " [" + count + "]", value);
    }

    /** Returns the names, without the numbers of repeated ones. */
    Set<String> names() {
        return times.keySet();
    }

    /** Returns a row for each name that any of them has. A different order is no difference. */
    static List<ComparedRow> compare(List<NamedValues> all) {
        return compare(all, Leniency.NONE);
    }

    /** Returns rows as {@link #compare(List)}, without those that differ in what does not matter. */
    static List<ComparedRow> compare(List<NamedValues> all, Leniency leniency) {
        Set<String> names = new LinkedHashSet<>();
        all.forEach(each -> names.addAll(each.values.keySet()));
        List<ComparedRow> rows = new ArrayList<>();
        for (String name : names) {
            List<@Nullable String> values = new ArrayList<>();
            all.forEach(each -> values.add(each.values.get(name)));
            ComparedRow row = ComparedRow.of(name, values);
            if (row.same()) {
                rows.add(row);
                continue;
            }
            String plain = plain(name);
            if (!leniency.ignores(plain)) {
                List<@Nullable String> normal = new ArrayList<>();
                for (String value : values) {
                    normal.add(value == null ? null : leniency.normal(plain, value));
                }
                rows.add(new ComparedRow(name, values, ComparedRow.areEqual(normal)));
            }
        }
        return rows;
    }

    private static String plain(String name) {
        int at = name.endsWith("]") ? name.lastIndexOf(" [") : -1;
        return at < 0 ? name : name.substring(0, at);
    }
}
