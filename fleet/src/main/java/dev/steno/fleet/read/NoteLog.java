package dev.steno.fleet.read;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The notes that viewers added to flows of a store since it was last asked. A note carries the time at which its transaction
 * began, so those of the last minutes are read each time, and told once. For the thread that has the connection.
 */
final class NoteLog {
    /** A transaction that began this long ago has been committed or has failed. */
    private static final long LATE_MILLIS = 120_000;

    private final ReadConnection store;

    /** When the notes of the last minutes were written, by flow and author. */
    private final Map<Note, Timestamp> told = new HashMap<>();

    private @Nullable Timestamp newest;

    /** A note as a row: a viewer who changes it writes it anew. */
    private record Note(TimeKey flow, String author) {}

    NoteLog(ReadConnection store) {
        this.store = store;
    }

    /** Skips the notes that were written until now. */
    void skip() throws SQLException {
        try (ResultSet row = store.of("SELECT max(at) FROM steno.note").executeQuery()) {
            newest = row.next() ? row.getTimestamp(1) : null;
        }
        reported(next());
    }

    /** Reads the notes that were not told yet. {@link #reported} moves on behind them. */
    Changes next() throws SQLException {
        Timestamp last = newest;
        PreparedStatement query = store.of("SELECT " + TimeKey.COLUMNS + ", author, at FROM steno.note WHERE at > ?");
        query.setTimestamp(1, new Timestamp(last == null ? 0 : last.getTime() - LATE_MILLIS));
        Map<Note, Timestamp> found = new HashMap<>();
        List<TimeKey> flows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Note note = new Note(TimeKey.read(row), row.getString(4));
                Timestamp at = row.getTimestamp(5);
                found.put(note, at);
                if (!at.equals(told.get(note))) {
                    flows.add(note.flow());
                }
            }
        }
        return new Changes(flows, found);
    }

    /**
     * Notes.
     *
     * @param flows the keys of flows with notes that were not told yet
     */
    record Changes(List<TimeKey> flows, Map<Note, Timestamp> recent) {}

    /** Moves on: notes that are not reported are told again. */
    void reported(Changes changes) {
        told.clear();
        told.putAll(changes.recent());
        changes.recent().values().forEach(at -> newest = newest == null || at.after(newest) ? at : newest);
    }
}
