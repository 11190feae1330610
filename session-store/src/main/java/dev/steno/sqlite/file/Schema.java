package dev.steno.sqlite.file;

import dev.steno.store.Durability;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;

/** The tables of a session and the marks by which a file is known as one. */
public final class Schema {
    /** SQLite's application_id of a session: "Sten" in ASCII. */
    static final int APPLICATION_ID = 0x5374656e;

    /** SQLite's user_version: the format that this code writes, and the newest it reads. */
    public static final int VERSION = 4;

    /** Bytes a page: less to write for large bodies and many flows than with smaller ones, a little more for few. */
    private static final int PAGE_SIZE = 16_384;

    /** Pages that the log may gather before they are moved into the file. */
    private static final int CHECKPOINT_PAGES = 5_000;

    /** The size that the log comes back to. */
    public static final long LOG_BYTES = (long) CHECKPOINT_PAGES * PAGE_SIZE;

    /** The table that a repair makes when it first sets something aside. */
    public static final String DAMAGED = "CREATE TABLE IF NOT EXISTS damaged (flow INTEGER, time INTEGER NOT NULL,"
            + " reason TEXT NOT NULL, data BLOB NOT NULL) STRICT";

    private Schema() {}

    /** Makes an empty file a session. */
    static void create(SqliteConnection sqlite, String application, long now) throws SQLException {
        sqlite.execute("PRAGMA page_size = " + PAGE_SIZE);
        sqlite.execute("PRAGMA journal_mode = OFF"); // until it is put in place, nobody misses it
        sqlite.execute("PRAGMA synchronous = OFF");
        sqlite.execute("BEGIN IMMEDIATE");
        Migrations.shipped().create(sqlite);
        meta(sqlite, "created", Long.toString(now));
        meta(sqlite, "application", application);
        sqlite.execute("PRAGMA application_id = " + APPLICATION_ID);
        sqlite.execute("COMMIT");
    }

    /** Sets a fresh connection up for writing. */
    public static void prepare(SqliteConnection sqlite, Durability durability) throws SQLException {
        sqlite.execute("PRAGMA journal_mode = WAL");
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

    /** The script that leads to a version from the one before it. */
    static String script(int version) {
        String name = String.format(Locale.ROOT, "schema/%03d.sql", version);
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
