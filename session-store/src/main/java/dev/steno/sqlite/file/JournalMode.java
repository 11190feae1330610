package dev.steno.sqlite.file;

import java.sql.SQLException;

/**
 * A session uses a write-ahead log while it is written, and none at rest: SQLite refuses to read a file in WAL mode from
 * a read-only folder, since it must create an index of the log beside it (https://www.sqlite.org/wal.html#readonly). The
 * mode is stored in the file.
 */
public final class JournalMode {
    /**
     * How long to wait for readers of a session at rest, in milliseconds: the first write-ahead log cannot begin within
     * their transactions.
     */
    private static final int READERS_MILLIS = 10_000;

    private JournalMode() {}

    /** Begins to use a write-ahead log. */
    public static void enterWal(SqliteConnection sqlite) throws SQLException {
        sqlite.execute("PRAGMA busy_timeout = " + READERS_MILLIS);
        try {
            sqlite.execute("PRAGMA journal_mode = WAL");
        } finally {
            sqlite.execute("PRAGMA busy_timeout = " + ConnectionOpener.BUSY_MILLIS);
        }
    }

    /**
     * Leaves WAL mode, for the last statement of a connection whose log has been copied into the file. If another
     * connection has the file open, or the disk fails, the file remains in WAL mode, which loses nothing.
     */
    public static void leaveWal(SqliteConnection sqlite) {
        try {
            sqlite.forget(); // a statement that is not reset would prevent the change
            sqlite.execute("PRAGMA busy_timeout = 0");
            sqlite.execute("PRAGMA journal_mode = DELETE");
        } catch (SQLException e) {
            // the file remains in WAL mode
        }
    }
}
