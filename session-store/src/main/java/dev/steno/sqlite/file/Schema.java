package dev.steno.sqlite.file;

import dev.steno.store.Durability;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;

/**
 * The tables of a session, and the marks that identify a file as one. Stateless; for the thread that has the
 * connection.
 */
public final class Schema {
    /** SQLite's application_id of a session: "Sten" in ASCII. */
    static final int APPLICATION_ID = 0x5374656e;

    /** SQLite's user_version: the format that this code writes, and the newest that it reads. */
    public static final int VERSION = 8;

    /**
     * Bytes per page. Compared with smaller pages, large bodies and many flows cause fewer writes, and a few flows
     * cause slightly more.
     */
    private static final int PAGE_SIZE = 16_384;

    /** Pages in the log at which SQLite copies it into the file. */
    private static final int CHECKPOINT_PAGES = 5_000;

    /** The size to which the log is truncated when it restarts, in bytes. */
    public static final long LOG_BYTES = (long) CHECKPOINT_PAGES * PAGE_SIZE;

    /** The table that a repair creates when it first sets an encoded form or a certificate aside. */
    public static final String DAMAGED = "CREATE TABLE IF NOT EXISTS damaged (flow INTEGER, time INTEGER NOT NULL,"
            + " reason TEXT NOT NULL, data BLOB NOT NULL) STRICT";

    private Schema() {}

    /** Turns an empty file into a session. */
    static void create(SqliteConnection sqlite, String application, long now) throws SQLException {
        sqlite.execute("PRAGMA page_size = " + PAGE_SIZE);
        sqlite.execute("PRAGMA journal_mode = OFF"); // a crash loses only a draft
        sqlite.execute("PRAGMA synchronous = OFF");
        sqlite.execute("BEGIN IMMEDIATE");
        Migrations.shipped().create(sqlite);
        meta(sqlite, "created", Long.toString(now));
        meta(sqlite, "application", application);
        sqlite.execute("PRAGMA application_id = " + APPLICATION_ID);
        sqlite.execute("COMMIT");
    }

    /** Configures a new connection for writing. */
    public static void prepare(SqliteConnection sqlite, Durability durability) throws SQLException {
        sqlite.execute("PRAGMA synchronous = " + (durability.syncs() ? "FULL" : "NORMAL"));
        sqlite.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
        sqlite.execute("PRAGMA journal_size_limit = " + LOG_BYTES);
        sqlite.execute("PRAGMA cache_size = -8192"); // KiB
    }

    public static void meta(SqliteConnection sqlite, String name, String value) throws SQLException {
        PreparedStatement statement = sqlite.of(
                "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        statement.setString(1, name);
        statement.setString(2, value);
        statement.executeUpdate();
    }

    /** Returns the script that migrates to a version from the one before. */
    static String script(int version) {
        return resource(String.format(Locale.ROOT, "schema/%03d.sql", version));
    }

    /** Returns a text of the program that is beside this class. */
    static String resource(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the program: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
