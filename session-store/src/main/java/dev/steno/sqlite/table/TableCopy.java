package dev.steno.sqlite.table;

import dev.steno.sqlite.file.SqliteConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Copies rows into a session from one that it attaches as {@code source}. For one thread. */
public final class TableCopy {
    private static final String PICKED = " IN (SELECT id FROM temp.pick)";

    private final SqliteConnection sqlite;
    private final List<String> perFlow;

    /** Attaches the source. */
    public TableCopy(SqliteConnection sqlite, String attachment) throws SQLException {
        this.sqlite = sqlite;
        PreparedStatement attach = sqlite.of("ATTACH ? AS source");
        attach.setString(1, attachment);
        attach.execute();
        sqlite.execute("CREATE TEMP TABLE pick (id INTEGER PRIMARY KEY)");
        this.perFlow = List.of(
                copy("flow", "id" + PICKED),
                copy("flow_pb", "id" + PICKED),
                copy("annotation", "flow" + PICKED),
                copy("revision", "flow" + PICKED),
                copy("message", "flow" + PICKED),
                copy("body", "flow" + PICKED),
                copy("body_chunk", "body IN (SELECT id FROM source.body WHERE flow" + PICKED + ")"));
    }

    /**
     * Copies flows with all rows that belong to them, within the caller's transaction. A flow must not be copied twice.
     */
    public void copyFlows(List<Long> flows) throws SQLException {
        sqlite.run("DELETE FROM temp.pick");
        for (long flow : flows) {
            sqlite.run("INSERT INTO temp.pick (id) VALUES (?)", flow);
        }
        for (String each : perFlow) {
            sqlite.run(each);
        }
    }

    /** Copies a body, unless it exists. */
    public void copyBody(long body) throws SQLException {
        if (sqlite.number("SELECT count(*) FROM main.body WHERE id = ?", body) > 0) {
            return;
        }
        sqlite.run(copy("body", "id = ?"), body);
        sqlite.run(copy("body_chunk", "body = ?"), body);
    }

    /** Replaces a whole table by the source's. */
    public void copyAll(String table) throws SQLException {
        sqlite.run("DELETE FROM main." + table);
        sqlite.run(copy(table, "1"));
    }

    private String copy(String table, String which) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet row = sqlite.of("SELECT name FROM pragma_table_info('" + table + "', 'main')")
                .executeQuery()) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }
        String all = String.join(", ", columns);
        return "INSERT OR IGNORE INTO main." + table + " (" + all + ") SELECT " + all + " FROM source." + table
                + " WHERE " + which;
    }
}
