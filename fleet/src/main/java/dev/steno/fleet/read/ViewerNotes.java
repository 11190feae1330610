package dev.steno.fleet.read;

import dev.steno.flow.Flow;
import dev.steno.flow.Notes;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The marks and comments that viewers gave to flows of a store, in a table beside the flows, which recorders alone write. The
 * newest of a flow replaces what its recorder had; an empty one removes it. Stateless.
 */
final class ViewerNotes {
    /** The columns that {@link #addTo} reads: the newest mark and comment, NULL if no viewer gave one. */
    static final String COLUMNS = ", " + newest(FlowColumns.MARK) + ", " + newest(FlowColumns.COMMENT);

    private ViewerNotes() {}

    /** Returns whether viewers change a column. */
    static boolean change(FlowColumn column) {
        return column == FlowColumns.MARK || column == FlowColumns.COMMENT;
    }

    /** Returns what a column of the current row of {@code flow} is with the notes of viewers; NULL if it is empty. */
    static String withNotes(FlowColumn column) {
        return "nullif(coalesce(" + newest(column) + ", " + column.name() + "), '')";
    }

    private static String newest(FlowColumn column) {
        return "(SELECT n." + column.name()
                + " FROM steno.note n WHERE n.recorder = flow.recorder AND n.flow = flow.flow"
                + " AND n.started = flow.started AND n." + column.name() + " IS NOT NULL ORDER BY n.at DESC LIMIT 1)";
    }

    /** Returns a flow with the notes in two columns of a row. */
    static Flow addTo(Flow flow, ResultSet row, int at) throws SQLException {
        String mark = row.getString(at);
        String comment = row.getString(at + 1);
        if (mark == null && comment == null) {
            return flow;
        }
        Notes notes = flow.notes();
        return flow.withNotes(new Notes(
                either(mark, notes.mark()), either(comment, notes.comment()), notes.metadata(), notes.replay()));
    }

    private static String either(@Nullable String given, String recorded) {
        return given == null ? recorded : given;
    }
}
