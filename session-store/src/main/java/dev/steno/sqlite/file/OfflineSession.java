package dev.steno.sqlite.file;

import dev.steno.store.Durability;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.WorkStopped;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A session that a tool has opened for changes. Holds the recorder lock, so no process can record until it is closed.
 * For one thread.
 */
public final class OfflineSession implements AutoCloseable {
    private final Path file;
    private final RecorderLock lock;
    private final SqliteConnection sqlite;
    private final Progress progress;

    private OfflineSession(Path file, RecorderLock lock, SqliteConnection sqlite, Progress progress) {
        this.file = file;
        this.lock = lock;
        this.sqlite = sqlite;
        this.progress = progress;
    }

    /** An operation on the connection. */
    public interface Work<T> {
        T with(SqliteConnection sqlite) throws SQLException, IOException;
    }

    /**
     * Opens an existing session, and migrates it if its format is older.
     *
     * @throws SessionException if there is no session, it is not writable, or a process records to it
     */
    public static OfflineSession open(Path given, Progress progress) throws IOException {
        FileCheck.forReading(given);
        Path file = FileCheck.forWriting(given);
        RecorderLock lock = RecorderLock.tryAcquire(file);
        if (lock == null) {
            throw new SessionException("a process is recording to " + file
                    + ": a session can be changed only while no process records to it; end that process first");
        }
        SqliteConnection sqlite = null;
        try {
            sqlite = new SqliteConnection(ConnectionOpener.write(file));
            FileCheck.checkVersion(file, sqlite.number("PRAGMA user_version"));
            SchemaCheck.check(file, sqlite);
            Migrations.shipped().run(file, sqlite);
            Schema.prepare(sqlite, Durability.POWER);
            sqlite.interruptible(progress::isStopped);
            return new OfflineSession(file, lock, sqlite, progress);
        } catch (SQLException e) {
            releaseAfter(lock, sqlite, e);
            throw SqliteFailures.opening(file, e);
        } catch (IOException e) {
            releaseAfter(lock, sqlite, e);
            throw e;
        }
    }

    private static void releaseAfter(RecorderLock lock, @Nullable SqliteConnection sqlite, Exception failure)
            throws SessionException {
        try {
            if (sqlite != null) {
                sqlite.close();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        } finally {
            lock.close();
        }
    }

    public Path file() {
        return file;
    }

    /** Runs an operation in one transaction, which takes effect completely or not at all. */
    public <T> T change(Work<T> work) throws IOException {
        return run(connection -> {
            connection.execute("BEGIN IMMEDIATE");
            try {
                T result = work.with(connection);
                progress.check();
                connection.execute("COMMIT");
                return result;
            } catch (SQLException | IOException | RuntimeException e) {
                rollback();
                throw e;
            }
        });
    }

    /** Begins a write-ahead log, so that other programs can read while an operation writes; changes the file's header. */
    public void enterWal() throws IOException {
        run(connection -> {
            JournalMode.enterWal(connection);
            return true;
        });
    }

    /** Runs an operation, and translates its failures for people. */
    public <T> T run(Work<T> work) throws IOException {
        try {
            return work.with(sqlite);
        } catch (SQLException e) {
            throw failure(e);
        } catch (UncheckedSqlException e) {
            throw failure(e.failure());
        } catch (RuntimeException e) {
            throw SqliteFailures.oddRow(file, e);
        }
    }

    private IOException failure(SQLException e) {
        return progress.isStopped() ? new WorkStopped() : SqliteFailures.writing(file, e);
    }

    private void rollback() {
        sqlite.forget();
        try {
            sqlite.execute("ROLLBACK");
        } catch (SQLException e) {
            // Some failures end the transaction themselves; then ROLLBACK fails.
        }
    }

    /** Moves the changes from the log into the file and releases the recorder lock. */
    @Override
    public void close() throws SessionException {
        try {
            sqlite.interruptible(() -> false); // the work is complete and must not be interrupted any more
            sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            JournalMode.leaveWal(sqlite);
            sqlite.close();
        } catch (SQLException e) {
            throw SqliteFailures.writing(file, e);
        } finally {
            lock.close();
        }
    }
}
