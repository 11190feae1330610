package dev.steno.sqlite;

import dev.steno.flow.Times;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.TextTable;
import dev.steno.store.SessionException;
import dev.steno.store.SessionInfo;
import dev.steno.store.StoredEnum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Computes the figures of a session in one scan of the table {@code flow}. Stateless; for the thread that has the
 * reader's connection.
 */
final class SessionInfoQuery {
    private SessionInfoQuery() {}

    private static long created(SqliteSessionReader reader) throws SessionException {
        String said = reader.meta("created").orElse("");
        try {
            return Long.parseLong(said);
        } catch (NumberFormatException e) {
            return Times.UNSET; // verify reports it
        }
    }

    static SessionInfo of(SqliteSessionReader reader, SqliteConnection sqlite) throws SQLException, SessionException {
        long flows = 0;
        long bytes = 0;
        long first = Times.UNSET;
        long last = Times.UNSET;
        Map<String, Long> byKind = new TreeMap<>();
        Map<String, Long> byState = new TreeMap<>();
        // sum() fails where sizes that a file claims add up to more than 64 bits; total() does not
        try (ResultSet row = sqlite.of("SELECT kind, state, count(*), min(nullif(started, " + Times.UNSET
                        + ")), max(started), CAST(total(request_size + response_size) AS INTEGER)"
                        + " FROM flow GROUP BY kind, state")
                .executeQuery()) {
            while (row.next()) {
                long count = row.getLong(3);
                flows += count;
                byKind.merge(row.getString(1), count, Long::sum);
                byState.merge(
                        BadRowException.constant(StoredEnum.STATE, row.getInt(2), "the state of " + count + " flows")
                                .label(),
                        count,
                        Long::sum);
                long earliest = row.getLong(4);
                if (!row.wasNull()) {
                    first = Times.isSet(first) ? Math.min(first, earliest) : earliest;
                }
                last = Math.max(last, row.getLong(5)); // UNSET is smaller than any time
                long more = row.getLong(6);
                bytes = bytes > Long.MAX_VALUE - more ? Long.MAX_VALUE : bytes + more;
            }
        }
        return new SessionInfo(
                reader.file().toString(),
                SqliteSessionReader.bytes(reader.file()),
                created(reader),
                reader.meta("application").orElse(""),
                flows,
                byKind,
                byState,
                first,
                last,
                bytes,
                Math.max(0, sqlite.number("SELECT value FROM counter WHERE name = 'flow'") - flows),
                sqlite.number("SELECT CAST(total(size) AS INTEGER) FROM body"),
                reader.recorders(),
                new SessionInfo.FileFacts(reader.format(), sqlite.number(TextTable.INDEXED_TO)));
    }

    /** Returns the options of the session, by name. */
    static Map<String, String> options(SqliteConnection sqlite) throws SQLException {
        Map<String, String> options = new LinkedHashMap<>();
        try (ResultSet row = sqlite.of(
                        "SELECT name, value FROM session_option WHERE length(value) < 10000 ORDER BY name LIMIT 1000")
                .executeQuery()) {
            while (row.next()) {
                options.put(row.getString(1), row.getString(2));
            }
        }
        return options;
    }
}
