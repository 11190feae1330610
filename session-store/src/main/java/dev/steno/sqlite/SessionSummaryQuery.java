package dev.steno.sqlite;

import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionSummary;
import dev.steno.store.SessionSummary.Count;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the summary of a session; each part scans the table {@code flow} once. Stateless; for the thread that has
 * the reader's connection.
 */
final class SessionSummaryQuery {
    private static final int HOSTS = 10;
    private static final int ERRORS = 5;
    private static final int FLOWS = 3;

    private SessionSummaryQuery() {}

    static SessionSummary of(SqliteConnection sqlite) throws SQLException {
        List<Count> hosts = counts(sqlite, "host", "host <> ''", HOSTS);
        List<Count> errors = counts(sqlite, "error", "error IS NOT NULL", ERRORS);
        return new SessionSummary(
                hosts,
                sqlite.number("SELECT count(DISTINCT host) FROM flow WHERE host <> ''") - hosts.size(),
                statuses(sqlite),
                errors,
                sqlite.number("SELECT count(DISTINCT error) FROM flow") - errors.size(),
                rows(sqlite, "duration"),
                rows(sqlite, "response_size"));
    }

    private static List<Count> counts(SqliteConnection sqlite, String column, String which, int most)
            throws SQLException {
        return read(
                sqlite,
                "SELECT " + column + ", count(*) FROM flow WHERE " + which + " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT "
                        + most);
    }

    private static List<Count> statuses(SqliteConnection sqlite) throws SQLException {
        return read(
                sqlite,
                "SELECT (status / 100) || 'xx', count(*) FROM flow WHERE status BETWEEN 100 AND 599 GROUP BY 1 ORDER BY 1");
    }

    private static List<Count> read(SqliteConnection sqlite, String sql) throws SQLException {
        List<Count> counts = new ArrayList<>();
        try (ResultSet row = sqlite.of(sql).executeQuery()) {
            while (row.next()) {
                counts.add(new Count(row.getString(1), row.getLong(2)));
            }
        }
        return List.copyOf(counts);
    }

    private static List<FlowRow> rows(SqliteConnection sqlite, String largest) throws SQLException {
        List<FlowRow> rows = new ArrayList<>();
        try (ResultSet row = sqlite.of(
                        FlowTable.ROWS + " WHERE " + largest + " > 0 ORDER BY " + largest + " DESC, id LIMIT " + FLOWS)
                .executeQuery()) {
            while (row.next()) {
                rows.add(FlowTable.row(row));
            }
        }
        return List.copyOf(rows);
    }
}
