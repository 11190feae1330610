package dev.steno.sqlite.check;

import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import java.util.List;
import java.util.Objects;

/** Names the columns in which a stored row differs from the row that its flow would have; a value that its format had not is no difference. */
final class RowDifferences {
    private RowDifferences() {}

    static List<String> of(FlowRow stored, FlowRow derived) {
        return FlowColumns.ALL.stream()
                .filter(column -> differ(column, stored, derived))
                .map(FlowColumn::name)
                .toList();
    }

    private static boolean differ(FlowColumn column, FlowRow stored, FlowRow derived) {
        if (column instanceof FlowColumn.Number number) {
            return stored.number(number) != derived.number(number);
        }
        return column instanceof FlowColumn.Text text
                && !(column.traits().isUnknownBefore() && stored.text(text) == null)
                && !Objects.equals(stored.text(text), derived.text(text));
    }
}
