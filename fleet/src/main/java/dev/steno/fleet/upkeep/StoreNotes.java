package dev.steno.fleet.upkeep;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.flow.FlowNumber;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The marks and comments that viewers give to flows of a shared store, in a table of their own: recorders alone write flows. Each
 * viewer has one of each for a flow; readers show the newest. Stateless; blocks.
 */
public final class StoreNotes {
    private static final int SILENCE_SECONDS = 30;

    private StoreNotes() {}

    /**
     * Gives flows a mark, a comment, or both; all of them or, if it fails, none.
     *
     * @param flows their numbers, of a store
     * @param author who says so
     * @param mark empty to take the mark away; null to leave it as it is
     * @param comment the same
     * @return how many of them the store has
     * @throws StoreFailure if the store cannot be reached, or the role may not add notes
     */
    public static int give(
            ServerUrl url, Collection<Long> flows, String author, @Nullable String mark, @Nullable String comment)
            throws StoreFailure {
        ServerUrl primary = primaryOf(url);
        return ExistingStore.with(primary, SILENCE_SECONDS, connection -> {
            connection.setAutoCommit(false);
            int given = 0;
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO steno.note (recorder, flow, started, author, mark, comment, at, mark_at, comment_at)"
                            + " SELECT recorder, flow, started, ?, ?, ?, now(), CASE WHEN ? THEN now() END, CASE WHEN ? THEN now() END"
                            + " FROM steno.flow WHERE recorder = ? AND flow = ?"
                            + " ON CONFLICT (recorder, flow, started, author) DO UPDATE SET at = excluded.at,"
                            + " mark = coalesce(excluded.mark, note.mark),"
                            + " mark_at = coalesce(excluded.mark_at, note.mark_at, note.at),"
                            + " comment = coalesce(excluded.comment, note.comment),"
                            + " comment_at = coalesce(excluded.comment_at, note.comment_at, note.at)")) {
                insert.setString(1, storable(author));
                insert.setString(2, mark == null ? null : storable(mark));
                insert.setString(3, comment == null ? null : storable(comment));
                insert.setBoolean(4, mark != null);
                insert.setBoolean(5, comment != null);
                for (long flow : flows) {
                    insert.setInt(6, FlowNumber.recorder(flow));
                    insert.setLong(7, FlowNumber.local(flow));
                    given += insert.executeUpdate();
                }
            }
            connection.commit();
            return given;
        });
    }

    /**
     * Returns why a role can give no notes, for people; null if it can.
     *
     * @throws StoreFailure if the store cannot be reached, or is none
     */
    static @Nullable String refusal(ServerUrl url) throws StoreFailure {
        ServerUrl primary = primaryOf(url);
        return ExistingStore.with(primary, SILENCE_SECONDS, connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT current_setting('transaction_read_only') = 'on',"
                                    + " has_table_privilege('steno.note', 'INSERT') AND has_table_privilege('steno.note', 'UPDATE')")) {
                row.next();
                return row.getBoolean(1)
                        ? "this server is a read-only standby, which takes no notes: name the primary in the URL as well"
                        : row.getBoolean(2)
                                ? null
                                : "the role " + url.role() + " may not give notes: let the owner of the store"
                                        + " GRANT steno_read TO " + url.role();
            }
        });
    }

    /** Of several servers, one takes notes, whichever are preferred for reading. */
    private static ServerUrl primaryOf(ServerUrl url) {
        if (url.hosts().size() < 2) {
            return url;
        }
        Map<String, String> parameters = new LinkedHashMap<>(url.parameters());
        parameters.put("targetServerType", "primary");
        return new ServerUrl(url.user(), url.hosts(), url.database(), parameters);
    }

    /** PostgreSQL's texts cannot have U+0000. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
