package dev.steno.fleet.read;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Notes;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.GivenNote;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /** Reads all notes of a flow, the newest first. */
    static List<GivenNote> read(ReadConnection store, long flow) throws SQLException {
        PreparedStatement query =
                store.of("SELECT author, mark, coalesce(mark_at, at), comment, coalesce(comment_at, at)"
                        + " FROM steno.note WHERE recorder = ? AND flow = ?");
        query.setInt(1, FlowNumber.recorder(flow));
        query.setLong(2, FlowNumber.local(flow));
        List<GivenNote> notes = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                for (GivenNote.Kind kind : GivenNote.Kind.values()) {
                    int at = 2 + 2 * kind.ordinal();
                    String text = row.getString(at);
                    if (text != null) {
                        notes.add(new GivenNote(kind, text, row.getString(1), nanos(row.getTimestamp(at + 1))));
                    }
                }
            }
        }
        notes.sort(Comparator.comparingLong(GivenNote::time).reversed());
        return List.copyOf(notes);
    }

    private static long nanos(Timestamp time) {
        return Math.multiplyExact(time.getTime() / 1000, 1_000_000_000L) + time.getNanos();
    }

    private static String newest(FlowColumn column) {
        return "(SELECT n." + column.name()
                + " FROM steno.note n WHERE n.recorder = flow.recorder AND n.flow = flow.flow"
                + " AND n.started = flow.started AND n." + column.name() + " IS NOT NULL ORDER BY coalesce(n."
                + column.name()
                + "_at, n.at) DESC LIMIT 1)";
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
                either(mark, notes.mark()),
                either(comment, notes.comment()),
                notes.metadata(),
                notes.replay(),
                notes.recordedBy()));
    }

    private static String either(@Nullable String given, String recorded) {
        return given == null ? recorded : given;
    }
}
