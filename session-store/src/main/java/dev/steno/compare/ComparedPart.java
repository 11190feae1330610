package dev.steno.compare;

import java.util.List;

/**
 * A part of flows, such as their request headers, value by value. Immutable.
 *
 * @param omitted rows that are not among the rows, because there are too many; equal ones first
 * @param note what people should know although it is no difference, such as equal content in other codings; empty if there
 *     is nothing
 */
public record ComparedPart(String name, List<ComparedRow> rows, long omitted, String note) {
    /** Upper bound on rows. */
    static final int MOST = 5_000;

    /** Returns a part; of more rows than the bound, those that differ come first. */
    static ComparedPart of(String name, List<ComparedRow> all, String note) {
        if (all.size() <= MOST) {
            return new ComparedPart(name, List.copyOf(all), 0, note);
        }
        List<ComparedRow> shown =
                all.stream().filter(row -> !row.same()).limit(MOST).toList();
        return new ComparedPart(name, shown, all.size() - shown.size(), note);
    }

    /** Whether a value differs. */
    public boolean differs() {
        return rows.stream().anyMatch(row -> !row.same());
    }
}
