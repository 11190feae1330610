package dev.steno.sqlite.check;

import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.Problem.Kind;
import java.sql.SQLException;

/**
 * Compares the running numbers of a session with its rows. Runs after all flows were checked, within the caller's
 * transaction.
 */
final class CounterCheck {
    private final SqliteConnection sqlite;
    private final Findings findings;
    private final boolean mend;

    CounterCheck(SqliteConnection sqlite, Findings findings, boolean mend) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.mend = mend;
    }

    void run() throws SQLException {
        atLeast("flow", sqlite.number("SELECT max(id) FROM flow_pb"));
        long row = sqlite.number("SELECT max(id) FROM body");
        atLeast("body", Math.max(row, sqlite.number("SELECT max(body) FROM body_chunk")));
        atLeast("connection", findings.highestConnection());
        long flows = sqlite.number("SELECT count(*) FROM flow");
        long said = value("flows");
        if (said != flows) {
            wrong("flows", said, flows, "the session has " + flows + " flows, but its counter is " + said);
        }
    }

    private void atLeast(String name, long highest) throws SQLException {
        long said = value(name);
        if (said < highest) {
            wrong(name, said, highest, "the highest " + name + " is " + highest + ", but its counter is " + said);
        }
    }

    private long value(String name) throws SQLException {
        return sqlite.number("SELECT value FROM counter WHERE name = '" + name + "'");
    }

    private void wrong(String name, long said, long right, String text) throws SQLException {
        findings.addProblem(Kind.COUNTER, 0, text);
        if (mend) {
            sqlite.run(
                    "INSERT INTO counter (name, value) VALUES ('" + name
                            + "', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    right);
        }
    }
}
