package dev.steno.json;

import dev.steno.flow.FlowNumber;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.text.Timestamps;

/** Values of columns as text for tables that programs read. Stateless. */
public final class ColumnText {
    private ColumnText() {}

    /**
     * Returns a number: a word if it stands for one, a time as ISO 8601, a duration in milliseconds; empty if the flow has
     * none.
     */
    public static String of(FlowColumn.Number column, long value) {
        if (column == FlowColumns.ID) {
            return FlowNumber.print(value);
        }
        if (column.isUnknown(value)) {
            return "";
        }
        if (column.constants() != null) {
            return column.constants().word(value);
        }
        return switch (column.unit()) {
            case TIME -> Timestamps.iso(value);
            case DURATION -> FlowJson.millis(value).toPlainString();
            case COUNT, BYTES -> Long.toString(value);
        };
    }
}
