package dev.steno.cli.print;

import dev.steno.flow.RecordedBy;
import dev.steno.json.ColumnText;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.text.Printable;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes one flow per line for {@code cut} and {@code awk}: complete values, separated by tabs, empty if a flow has
 * none. Control characters are escaped, so a value never contains a tab or a line end.
 */
public final class FlowTsv implements FlowWriter {
    private static final List<FlowColumn> SHOWN = List.of(
            FlowColumns.ID,
            FlowColumns.STARTED,
            FlowColumns.METHOD,
            FlowColumns.STATUS,
            FlowColumns.TYPE,
            FlowColumns.REQUEST_SIZE,
            FlowColumns.RESPONSE_SIZE,
            FlowColumns.DURATION,
            FlowColumns.STATE,
            FlowColumns.URL,
            FlowColumns.ERROR);

    /** The column after these: this word for a flow that was passed through without decryption, otherwise empty. */
    private static final String UNREAD = "unread";

    /** The last column: who recorded the flow, in a store that several recorders share; empty in a session file. */
    private static final String RECORDER = "recorder";

    /** The names of the columns in their order. */
    public static final String COLUMNS =
            SHOWN.stream().map(FlowColumn::name).collect(Collectors.joining(" ", "", " " + UNREAD + " " + RECORDER));

    private final PrintStream out;

    FlowTsv(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(FlowRow row) {
        RecordedBy by = row.recordedBy();
        String end = "\t" + (row.isUnread() ? UNREAD : "") + "\t" + text(by == null ? null : by.text()) + "\n";
        out.print(SHOWN.stream().map(column -> value(column, row)).collect(Collectors.joining("\t", "", end)));
    }

    private static String value(FlowColumn column, FlowRow row) {
        if (column instanceof FlowColumn.Number number) {
            return ColumnText.of(number, row.number(number));
        }
        return text(
                column instanceof FlowColumn.Text text
                        ? row.text(text)
                        : ((FlowColumn.Derived) column).value().of(row));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : Printable.line(value);
    }
}
