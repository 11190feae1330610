package dev.steno.fleet.upkeep;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.flow.FlowNumber;
import java.sql.PreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * The marks and comments that viewers give to flows of a shared store, in a table of their own: recorders alone write flows. Each
 * viewer has one of each for a flow; readers show the newest. Stateless; blocks.
 */
public final class StoreNotes {
    private static final int SILENCE_SECONDS = 30;

    private StoreNotes() {}

    /**
     * Gives a flow a mark, a comment, or both.
     *
     * @param flow its number, of a store
     * @param author who says so
     * @param mark empty to take the mark away; null to leave it as it is
     * @param comment the same
     * @return false if the store has no such flow
     * @throws StoreFailure if the store cannot be reached, or the role may not add notes
     */
    public static boolean give(ServerUrl url, long flow, String author, @Nullable String mark, @Nullable String comment)
            throws StoreFailure {
        return ExistingStore.with(url, SILENCE_SECONDS, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO steno.note (recorder, flow, started, author, mark, comment, at)"
                            + " SELECT recorder, flow, started, ?, ?, ?, now() FROM steno.flow WHERE recorder = ? AND flow = ?"
                            + " ON CONFLICT (recorder, flow, started, author) DO UPDATE SET at = excluded.at,"
                            + " mark = coalesce(excluded.mark, note.mark),"
                            + " comment = coalesce(excluded.comment, note.comment)")) {
                insert.setString(1, storable(author));
                insert.setString(2, mark == null ? null : storable(mark));
                insert.setString(3, comment == null ? null : storable(comment));
                insert.setInt(4, FlowNumber.recorder(flow));
                insert.setLong(5, FlowNumber.local(flow));
                return insert.executeUpdate() > 0;
            }
        });
    }

    /** PostgreSQL's texts cannot have U+0000. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
