package dev.steno.sqlite.table;

import dev.steno.addon.PassThrough;
import dev.steno.flow.Times;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.SqliteConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code pass_through}: which clients are passed through to which hosts. Stateless. */
public final class PassThroughTable {
    private static final String ALL =
            "SELECT client, look, host, reason, trusting, since, used, last_used, seal FROM pass_through";

    private static final String IN_ORDER = ALL + " ORDER BY since, client, host, look";

    private PassThroughTable() {}

    /**
     * A decision as stored.
     *
     * @param seal the code of the home folder in which the decision was made; null if there is none
     */
    public record Sealed(PassThrough one, @Nullable String seal) {}

    /** Returns all decisions, oldest first; none in a session whose format does not have the table. */
    public static List<Sealed> read(SqliteConnection sqlite) throws SQLException {
        List<Sealed> all = new ArrayList<>();
        if (sqlite.number("SELECT count(*) FROM sqlite_master WHERE name = 'pass_through'") == 0) {
            return all;
        }
        try (ResultSet row = sqlite.of(IN_ORDER).executeQuery()) {
            while (row.next()) {
                all.add(sealed(row));
            }
        }
        return all;
    }

    private static Sealed sealed(ResultSet row) throws SQLException {
        long lastUsed = row.getLong(8);
        boolean unused = row.wasNull();
        PassThrough one = new PassThrough(
                BadRowException.required(row.getString(1), "the client of a client to pass through"),
                BadRowException.required(row.getString(2), "the look of a client to pass through"),
                BadRowException.required(row.getString(3), "the host of a client to pass through"),
                BadRowException.required(row.getString(4), "the reason of a client to pass through"),
                row.getBoolean(5),
                row.getLong(6),
                row.getLong(7),
                unused ? Times.UNSET : lastUsed);
        return new Sealed(one, row.getString(9));
    }

    /** Writes a decision, and replaces one with the same key. */
    public static void write(SqliteConnection sqlite, PassThrough one, @Nullable String seal) throws SQLException {
        PreparedStatement insert = sqlite.of(
                "INSERT OR REPLACE INTO pass_through"
                        + " (client, look, host, reason, trusting, since, used, last_used, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, one.client());
        insert.setString(2, one.look());
        insert.setString(3, one.host());
        insert.setString(4, one.reason());
        insert.setBoolean(5, one.trusting());
        insert.setLong(6, one.since());
        insert.setLong(7, one.used());
        insert.setObject(8, Times.isSet(one.lastUsed()) ? one.lastUsed() : null);
        insert.setString(9, seal);
        insert.executeUpdate();
    }

    /**
     * Adds a decision of another session. Of two with the same key, the older one remains, with the use counts of both.
     */
    public static void merge(SqliteConnection sqlite, Sealed added) throws SQLException {
        PassThrough one = added.one();
        PreparedStatement query = sqlite.of(ALL + " WHERE client = ? AND look = ? AND host = ?");
        query.setString(1, one.client());
        query.setString(2, one.look());
        query.setString(3, one.host());
        Sealed here;
        try (ResultSet row = query.executeQuery()) {
            here = row.next() ? sealed(row) : null;
        }
        if (here == null) {
            write(sqlite, one, added.seal());
            return;
        }
        Sealed first = here.one().since() <= one.since() ? here : added;
        PassThrough kept = first.one();
        write(
                sqlite,
                new PassThrough(
                        kept.client(),
                        kept.look(),
                        kept.host(),
                        kept.reason(),
                        kept.trusting(),
                        kept.since(),
                        here.one().used() + one.used(),
                        Math.max(here.one().lastUsed(), one.lastUsed())), // UNSET is smaller than any time
                first.seal());
    }

    public static void delete(SqliteConnection sqlite, PassThrough.Key key) throws SQLException {
        PreparedStatement delete = sqlite.of("DELETE FROM pass_through WHERE client = ? AND look = ? AND host = ?");
        delete.setString(1, key.client());
        delete.setString(2, key.look());
        delete.setString(3, key.host());
        delete.executeUpdate();
    }
}
