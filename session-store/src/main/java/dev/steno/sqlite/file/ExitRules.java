package dev.steno.sqlite.file;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a session wants redacted when its flows leave the machine, by specs of redaction rules. They only grow: flows that were
 * recorded under a rule stay under it. Stateless.
 */
public final class ExitRules {
    /** The row of {@code meta}; its value has a spec in each line. */
    public static final String NAME = "redact-at-exit";

    private ExitRules() {}

    /** Adds specs, within the caller's transaction if there is one. */
    public static void add(SqliteConnection sqlite, List<String> specs) throws SQLException {
        Set<String> all = new LinkedHashSet<>(of(sqlite));
        all.addAll(specs);
        if (!all.isEmpty()) {
            Schema.meta(sqlite, NAME, String.join("\n", all));
        }
    }

    /** The specs of a session. */
    public static List<String> of(SqliteConnection sqlite) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT value FROM meta WHERE name = ?");
        query.setString(1, NAME);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? specs(row.getString(1)) : List.of();
        }
    }

    /** The specs of a value. */
    public static List<String> specs(String value) {
        return value.lines().map(String::strip).filter(spec -> !spec.isEmpty()).toList();
    }
}
