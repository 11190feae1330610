package dev.steno.sqlite;

import dev.steno.addon.PassThrough;
import dev.steno.flow.Times;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which clients are passed through where. */
final class PassThroughTable {
    private static final String ALL =
            "SELECT client, look, host, reason, trusting, since, used, last_used FROM pass_through"
                    + " ORDER BY since, client, host, look";

    private PassThroughTable() {}

    /** All of them, the earliest first. None in a session of a format that did not have them. */
    static List<PassThrough> read(Statements statements) throws SQLException {
        List<PassThrough> all = new ArrayList<>();
        if (statements.number("SELECT count(*) FROM sqlite_master WHERE name = 'pass_through'") == 0) {
            return all;
        }
        try (ResultSet row = statements.of(ALL).executeQuery()) {
            while (row.next()) {
                long lastUsed = row.getLong(8);
                boolean unused = row.wasNull();
                all.add(new PassThrough(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        row.getLong(6),
                        row.getLong(7),
                        unused ? Times.UNSET : lastUsed));
            }
        }
        return all;
    }

    /** Writes one in the place of the one with its key. */
    static void write(Statements statements, PassThrough one) throws SQLException {
        PreparedStatement insert = statements.of("INSERT OR REPLACE INTO pass_through"
                + " (client, look, host, reason, trusting, since, used, last_used) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, one.client());
        insert.setString(2, one.look());
        insert.setString(3, one.host());
        insert.setString(4, one.reason());
        insert.setBoolean(5, one.trusting());
        insert.setLong(6, one.since());
        insert.setLong(7, one.used());
        insert.setObject(8, Times.isSet(one.lastUsed()) ? one.lastUsed() : null);
        insert.executeUpdate();
    }

    /** Adds one of another session: of two with the same key, the earlier stays and counts the uses of both. */
    static void merge(Statements statements, PassThrough one) throws SQLException {
        for (PassThrough here : read(statements)) {
            if (here.key().equals(one.key())) {
                PassThrough first = here.since() <= one.since() ? here : one;
                write(
                        statements,
                        new PassThrough(
                                first.client(),
                                first.look(),
                                first.host(),
                                first.reason(),
                                first.trusting(),
                                first.since(),
                                here.used() + one.used(),
                                Math.max(here.lastUsed(), one.lastUsed()))); // UNSET is below every time
                return;
            }
        }
        write(statements, one);
    }

    static void delete(Statements statements, PassThrough.Key key) throws SQLException {
        PreparedStatement delete = statements.of("DELETE FROM pass_through WHERE client = ? AND look = ? AND host = ?");
        delete.setString(1, key.client());
        delete.setString(2, key.look());
        delete.setString(3, key.host());
        delete.executeUpdate();
    }
}
