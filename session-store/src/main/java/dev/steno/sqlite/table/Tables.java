package dev.steno.sqlite.table;

import dev.steno.sqlite.file.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Copies rows between the session at hand and one that is attached as {@code source}. */
public final class Tables {
    private static final String PICKED = " IN (SELECT id FROM temp.pick)";

    private final Statements statements;
    private final List<String> perFlow;

    /** Attaches the source. */
    public Tables(Statements statements, String attachment) throws SQLException {
        this.statements = statements;
        PreparedStatement attach = statements.of("ATTACH ? AS source");
        attach.setString(1, attachment);
        attach.execute();
        statements.execute("CREATE TEMP TABLE pick (id INTEGER PRIMARY KEY)");
        this.perFlow = List.of(
                copy("flow", "id" + PICKED),
                copy("flow_pb", "id" + PICKED),
                copy("annotation", "flow" + PICKED),
                copy("message", "flow" + PICKED),
                copy("body", "flow" + PICKED),
                copy("body_chunk", "body IN (SELECT id FROM source.body WHERE flow" + PICKED + ")"));
    }

    /** Copies flows, which none of a copied before, with all that belongs to them, within the caller's transaction. */
    public void copyFlows(List<Long> flows) throws SQLException {
        statements.run("DELETE FROM temp.pick");
        for (long flow : flows) {
            statements.run("INSERT INTO temp.pick (id) VALUES (?)", flow);
        }
        for (String each : perFlow) {
            statements.run(each);
        }
    }

    /** Copies a body, unless it is there. */
    public void copyBody(long body) throws SQLException {
        if (statements.number("SELECT count(*) FROM main.body WHERE id = ?", body) > 0) {
            return;
        }
        statements.run(copy("body", "id = ?"), body);
        statements.run(copy("body_chunk", "body = ?"), body);
    }

    /** Copies a whole table, in the place of what is there. */
    public void copyAll(String table) throws SQLException {
        statements.run("DELETE FROM main." + table);
        statements.run(copy(table, "1"));
    }

    private String copy(String table, String which) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet row = statements
                .of("SELECT name FROM pragma_table_info('" + table + "', 'main')")
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
