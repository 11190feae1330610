package dev.steno.sqlite.ship;

import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.JournalMode;
import dev.steno.sqlite.file.OfflineSession;
import dev.steno.sqlite.file.RecorderLock;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.SqliteFailures;
import dev.steno.store.Durability;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a shipper to its session: opened beside a recorder, or with the lock of one. For one thread.
 */
final class SpoolFile implements AutoCloseable {
    private final Path file;
    private final SqliteConnection sqlite;

    /** Held if no process records; null beside a recorder. */
    private final @Nullable RecorderLock lock;

    private SpoolFile(Path file, SqliteConnection sqlite, @Nullable RecorderLock lock) {
        this.file = file;
        this.sqlite = sqlite;
        this.lock = lock;
    }

    /**
     * Opens a session, and migrates it if its format is older and no process records to it.
     *
     * @throws SessionException if there is no session, or an older version of Steno records to it
     */
    public static SpoolFile open(Path given) throws IOException {
        Path file = FileCheck.forReading(given);
        checkWritable(given, file);
        RecorderLock lock = RecorderLock.tryAcquire(FileCheck.forWriting(given));
        if (lock != null) {
            lock.close();
            OfflineSession.open(given, Progress.NONE).close(); // migrates it
            lock = RecorderLock.tryAcquire(file);
        }
        return open(file, lock);
    }

    private static void checkWritable(Path given, Path file) throws SessionException {
        Path folder = file.getParent();
        boolean writable = Files.isWritable(file);
        if (!writable || folder == null || !Files.isWritable(folder)) {
            throw new SessionException(
                    "cannot ship " + given + ": "
                            + (writable ? "the folder " + folder + " is not writable" : "the file is not writable")
                            + ", and the session notes in itself what the store has; change the permissions, or ship a copy of it");
        }
    }

    /** Opens the session that this process records, for a thread beside the writer. */
    public static SpoolFile openRecorded(Path file) throws IOException {
        return open(file, null);
    }

    private static SpoolFile open(Path file, @Nullable RecorderLock lock) throws IOException {
        SqliteConnection sqlite = null;
        try {
            sqlite = new SqliteConnection(ConnectionOpener.write(file));
            long format = sqlite.number("PRAGMA user_version");
            FileCheck.checkVersion(file, format);
            if (format < Schema.VERSION) {
                throw new SessionException("a process of an older version of Steno records to " + file
                        + ": end it before the session is shipped");
            }
            if (lock != null) {
                JournalMode.enterWal(sqlite);
            }
            Schema.prepare(sqlite, Durability.PROCESS);
            return new SpoolFile(file, sqlite, lock);
        } catch (SQLException e) {
            closeAfter(sqlite, lock);
            throw SqliteFailures.opening(file, e);
        } catch (IOException | RuntimeException e) {
            closeAfter(sqlite, lock);
            throw e;
        }
    }

    private static void closeAfter(@Nullable SqliteConnection sqlite, @Nullable RecorderLock lock)
            throws SessionException {
        try {
            if (sqlite != null) {
                sqlite.close();
            }
        } catch (SQLException e) {
            // the failure that is reported came first
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    public Path file() {
        return file;
    }

    /** Returns whether a process records, so that flows may still come. */
    public boolean isRecorded() {
        return lock == null && RecorderLock.isHeld(file);
    }

    SqliteConnection sqlite() {
        return sqlite;
    }

    interface Work<T> {
        T run() throws SQLException, SessionException;
    }

    /** Reads, and translates failures for people. */
    <T> T read(Work<T> work) throws SessionException {
        try {
            return work.run();
        } catch (SQLException e) {
            sqlite.forget();
            throw SqliteFailures.reading(file, e);
        }
    }

    /** Runs a statement whose first parameter is a text. */
    int run(String sql, String text) throws SQLException {
        try (PreparedStatement statement = sqlite.prepare(sql)) {
            statement.setString(1, text);
            return statement.executeUpdate();
        }
    }

    interface Change {
        void run() throws SQLException, SessionException;
    }

    /** Writes in one transaction, and translates failures for people. */
    void change(Change work) throws SessionException {
        try {
            sqlite.execute("BEGIN IMMEDIATE");
            try {
                work.run();
                sqlite.execute("COMMIT");
            } catch (SQLException | SessionException | RuntimeException e) {
                sqlite.forget();
                sqlite.execute("ROLLBACK");
                throw e;
            }
        } catch (SQLException e) {
            sqlite.forget();
            throw SqliteFailures.writing(file, e);
        }
    }

    /** Moves the notes into the file if no process records, and releases the lock. */
    @Override
    public void close() throws SessionException {
        try {
            if (lock != null) {
                sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                JournalMode.leaveWal(sqlite);
            }
            sqlite.close();
        } catch (SQLException e) {
            throw SqliteFailures.writing(file, e);
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
