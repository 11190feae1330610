package dev.steno.sqlite.table;

import dev.steno.flow.Flow;
import dev.steno.sqlite.file.SqliteConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The table {@code annotation}: the metadata of flows as rows. For the writer thread. */
public final class AnnotationTable {
    private final SqliteConnection sqlite;
    private long highest; // no flow with a higher number has rows

    public AnnotationTable(SqliteConnection sqlite) throws SQLException {
        this.sqlite = sqlite;
        this.highest = sqlite.number("SELECT max(flow) FROM annotation");
    }

    /** Replaces a flow's rows by those of its newest revision. Costs nothing for a new flow without annotations. */
    public void write(Flow flow) throws SQLException {
        delete(flow.id());
        for (Map.Entry<String, String> entry : flow.notes().metadata().entrySet()) {
            highest = Math.max(highest, flow.id());
            PreparedStatement insert = sqlite.of("INSERT INTO annotation (flow, name, value) VALUES (?, ?, ?)");
            insert.setLong(1, flow.id());
            insert.setString(2, entry.getKey());
            insert.setString(3, entry.getValue());
            insert.executeUpdate();
        }
    }

    /** Returns a flow's annotations, by name. */
    public static Map<String, String> read(SqliteConnection sqlite, long flow) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        PreparedStatement query = sqlite.of("SELECT name, value FROM annotation WHERE flow = ?");
        query.setLong(1, flow);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.put(row.getString(1), row.getString(2));
            }
        }
        return rows;
    }

    public void delete(long flow) throws SQLException {
        if (flow <= highest) {
            sqlite.run("DELETE FROM annotation WHERE flow = ?", flow);
        }
    }
}
