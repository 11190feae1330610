package dev.steno.sqlite.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates sessions of older formats to the newest: one numbered script for each step, all in one transaction, after a
 * complete copy of the file was made. The scripts alone define the formats; no Java code takes part. For the holder of
 * the recorder lock.
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final int newest;
    private final IntFunction<String> script;

    /**
     * @param newest the format after the last script
     * @param script returns the script that migrates to a format from the one before; the first one creates the tables
     */
    Migrations(int newest, IntFunction<String> script) {
        this.newest = newest;
        this.script = script;
    }

    /** Returns the migrations of this program. */
    public static Migrations shipped() {
        return new Migrations(Schema.VERSION, Schema::script);
    }

    /** Creates the tables in an empty file, within the caller's transaction. */
    void create(SqliteConnection sqlite) throws SQLException {
        advance(sqlite, 0);
    }

    /**
     * Migrates a session to the newest format, if it is older.
     *
     * @throws SQLException if the migration failed; the file is unchanged and the copy is removed
     * @throws IOException if the copy cannot be made; the file is unchanged
     */
    public void run(Path file, SqliteConnection sqlite) throws SQLException, IOException {
        int from = (int) sqlite.number("PRAGMA user_version");
        if (from >= newest) {
            return;
        }
        Path copy = putAside(file, from, sqlite);
        try {
            sqlite.execute("BEGIN EXCLUSIVE");
            advance(sqlite, from);
            sqlite.execute("COMMIT");
        } catch (SQLException | RuntimeException e) {
            sqlite.forget();
            try {
                sqlite.execute("ROLLBACK");
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            Files.deleteIfExists(copy);
            throw e;
        }
        LOG.info("{} was migrated from session format {} to {}; the original is kept as {}", file, from, newest, copy);
    }

    private void advance(SqliteConnection sqlite, int from) throws SQLException {
        for (int version = from + 1; version <= newest; version++) {
            sqlite.script(script.apply(version));
        }
        sqlite.execute("PRAGMA user_version = " + newest);
    }

    /** Makes a complete copy beside the file, with the format in its name. Does not overwrite an earlier copy. */
    private static Path putAside(Path file, int version, SqliteConnection sqlite) throws SQLException, IOException {
        Path copy = SideFiles.backup(file, version);
        for (int i = 2; Files.exists(copy); i++) {
            copy = SideFiles.backup(file, version).resolveSibling(copy(file, version) + "." + i);
        }
        Path draft = copy.resolveSibling(copy.getFileName() + "-new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, Permissions.ownerOnly(draft));
        try {
            PreparedStatement vacuum = sqlite.of("VACUUM INTO ?");
            vacuum.setString(1, ConnectionOpener.uri(draft));
            vacuum.execute();
            NewFile.install(draft, copy, true);
            return copy;
        } catch (SQLException | IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }

    private static String copy(Path file, int version) {
        return String.valueOf(SideFiles.backup(file, version).getFileName());
    }
}
