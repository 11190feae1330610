package dev.steno.fleet.upkeep;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one recorder has in a table, removed in the order of a key, some hundred in a transaction. Each step begins
 * behind the last one, so that it does not read again what was removed before. For the thread that has the connection.
 */
final class RecorderRows {
    private final Connection connection;
    private final int recorder;
    private final Table table;
    private final int atOnce;
    private Object @Nullable [] last;

    /**
     * A table.
     *
     * @param name in the schema of the store
     * @param key columns that identify a row of a recorder, or a few of them together
     * @param condition beside the recorder's number; empty for none
     * @param timed whether it has the time at which the row's flow began, by which its days are apart
     */
    record Table(String name, List<String> key, String condition, boolean timed) {
        Table(String name, String... key) {
            this(name, List.of(key), "", true);
        }

        private String columns() {
            return String.join(", ", key);
        }

        private String values() {
            return String.join(", ", key.stream().map(column -> "?").toList());
        }
    }

    RecorderRows(Connection connection, int recorder, Table table, int atOnce) {
        this.connection = connection;
        this.recorder = recorder;
        this.table = table;
        this.atOnce = atOnce;
    }

    /**
     * Keys that are next.
     *
     * @param from when the first of their flows began
     * @param to when the last of them began
     */
    record Step(List<Object[]> keys, long from, long to) {
        boolean isEmpty() {
            return keys.isEmpty();
        }
    }

    /** Reads which rows are next; nothing changes. */
    Step next() throws SQLException {
        Object[] behind = last;
        String sql = "SELECT " + table.columns() + ", " + (table.timed() ? "started" : "0::bigint") + " FROM steno."
                + table.name() + " WHERE recorder = ?" + table.condition()
                + (behind == null ? "" : " AND (" + table.columns() + ") > (" + table.values() + ")") + " ORDER BY "
                + table.columns() + " LIMIT " + atOnce;
        List<Object[]> keys = new ArrayList<>();
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, recorder);
            if (behind != null) {
                set(query, 2, behind);
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Object[] key = new Object[table.key().size()];
                    for (int i = 0; i < key.length; i++) {
                        key[i] = row.getObject(i + 1);
                    }
                    keys.add(key);
                    from = Math.min(from, row.getLong(key.length + 1));
                    to = Math.max(to, row.getLong(key.length + 1));
                }
            }
        }
        return new Step(keys, from, to);
    }

    /** Removes the rows of a step, in the caller's transaction; returns their number. */
    long remove(Step step) throws SQLException {
        String sql = "DELETE FROM steno." + table.name() + " WHERE recorder = ?" + table.condition() + " AND ("
                + table.columns() + ") >= (" + table.values() + ") AND (" + table.columns() + ") <= ("
                + table.values() + ")" + (table.timed() ? " AND started >= ? AND started <= ?" : "");
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setInt(1, recorder);
            int at = set(delete, 2, step.keys().get(0));
            at = set(delete, at, step.keys().get(step.keys().size() - 1));
            if (table.timed()) {
                delete.setLong(at, step.from());
                delete.setLong(at + 1, step.to());
            }
            return delete.executeUpdate();
        }
    }

    /** Goes on behind a step that was committed. */
    void removed(Step step) {
        last = step.keys().get(step.keys().size() - 1);
    }

    private static int set(PreparedStatement to, int from, Object[] key) throws SQLException {
        int at = from;
        for (Object value : key) {
            to.setObject(at++, value);
        }
        return at;
    }
}
