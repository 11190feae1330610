package dev.steno.compare;

import java.util.List;

/**
 * A part of flows, such as their request headers, value by value. Immutable.
 *
 * @param omitted equal rows that are not among the rows, because there are too many
 */
public record ComparedPart(String name, List<ComparedRow> rows, long omitted) {
    /** Upper bound on rows. */
    static final int MOST = 5_000;

    /** Returns a part; of more rows than the bound, those that differ come first. */
    static ComparedPart of(String name, List<ComparedRow> all) {
        if (all.size() <= MOST) {
            return new ComparedPart(name, List.copyOf(all), 0);
        }
        List<ComparedRow> shown =
                all.stream().filter(row -> !row.same()).limit(MOST).toList();
        return new ComparedPart(name, shown, all.size() - shown.size());
    }
}
