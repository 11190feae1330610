package dev.steno.sqlite.check;

import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import java.util.List;
import java.util.Objects;

/**
 * Compares a stored row with the row derived from the flow, and names the columns that differ. A value that is missing
 * because the row has an older format does not count. Pure.
 */
final class RowDifferences {
    private RowDifferences() {}

    static List<String> of(FlowRow stored, FlowRow derived) {
        return FlowColumns.ALL.stream()
                .filter(column -> differ(column, stored, derived))
                .map(FlowColumn::name)
                .toList();
    }

    static boolean differ(FlowColumn column, FlowRow stored, FlowRow derived) {
        if (column instanceof FlowColumn.Number number) {
            return !(number.traits().isUnknownBefore() && number.isAbsent(stored.number(number)))
                    && stored.number(number) != derived.number(number);
        }
        return column instanceof FlowColumn.Text text
                && !(column.traits().isUnknownBefore() && stored.text(text) == null)
                && !Objects.equals(stored.text(text), derived.text(text));
    }
}
