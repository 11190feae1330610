package dev.steno.sqlite.file;

import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Adapts a session of an older format for a reader. Temporary views of the connection hide the tables and add the
 * columns that they lack, with the values that a migration would give them. The file is not changed. Stateless; for the
 * thread that has the connection.
 */
final class OlderFormatViews {
    private OlderFormatViews() {}

    static void show(Statement statement) throws SQLException {
        int format;
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            format = row.getInt(1);
        }
        List<FlowColumn> later = FlowColumns.ALL.stream()
                .filter(column -> column.traits().since() > format)
                .toList();
        if (format > 0 && !later.isEmpty()) {
            statement.execute(later.stream()
                    .map(column -> column.traits().before() + " AS " + column.name())
                    .collect(Collectors.joining(", ", "CREATE TEMP VIEW flow AS SELECT *, ", " FROM main.flow")));
        }
        if (format > 0 && format < 6) {
            statement.execute("CREATE TEMP VIEW revision AS SELECT NULL AS flow, NULL AS n, NULL AS time, NULL AS by,"
                    + " NULL AS what, NULL AS pb, NULL AS checksum WHERE 0");
        }
        if (format == 1) {
            statement.execute(
                    "CREATE TEMP VIEW message AS SELECT *, 0 AS kind, 1 AS last, 0 AS edit, NULL AS true_size,"
                            + " NULL AS checksum FROM main.message");
        } else if (format == 2) {
            statement.execute("CREATE TEMP VIEW message AS SELECT *, NULL AS checksum FROM main.message");
            statement.execute("CREATE TEMP VIEW pass_through AS SELECT *, NULL AS seal FROM main.pass_through");
        }
        if (format == 1 || format == 2) {
            statement.execute("CREATE TEMP VIEW flow_pb AS SELECT *, NULL AS checksum FROM main.flow_pb");
            statement.execute("CREATE TEMP VIEW body_chunk AS SELECT *, NULL AS checksum, NULL AS pieces"
                    + " FROM main.body_chunk");
        } else if (format > 0 && format < 7) {
            statement.execute("CREATE TEMP VIEW body_chunk AS SELECT *, NULL AS pieces FROM main.body_chunk");
        }
    }
}
