package dev.steno.sqlite.check;

import dev.steno.flow.Times;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.Problem.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Checks that the table {@code meta} has the session's creation time. A repair uses the time of the first flow instead.
 * Within the caller's transaction.
 */
final class MetaCheck {
    private final SqliteConnection sqlite;
    private final Findings findings;
    private final boolean mend;

    MetaCheck(SqliteConnection sqlite, Findings findings, boolean mend) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.mend = mend;
    }

    void run() throws SQLException {
        if (hasCreated()) {
            return;
        }
        findings.addProblem(Kind.META, 0, "the table meta has no creation time, or one that is not a number");
        if (mend) {
            Schema.meta(sqlite, "created", Long.toString(firstStarted()));
        }
    }

    private boolean hasCreated() throws SQLException {
        try (ResultSet row =
                sqlite.of("SELECT value FROM meta WHERE name = 'created'").executeQuery()) {
            Long.parseLong(row.next() ? row.getString(1) : "");
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private long firstStarted() throws SQLException {
        PreparedStatement query = sqlite.of("SELECT min(started) FROM flow");
        try (ResultSet row = query.executeQuery()) {
            long first = row.next() ? row.getLong(1) : 0;
            return first == 0 ? Times.now() : first;
        }
    }
}
