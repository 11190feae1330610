package dev.steno.sqlite.file;

import dev.steno.store.Durability;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.WorkStopped;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A session that nobody records, opened to be changed by a tool; nobody can record meanwhile. For one thread. */
public final class Workshop implements AutoCloseable {
    private final Path file;
    private final RecorderLock lock;
    private final Statements statements;
    private final Progress progress;

    private Workshop(Path file, RecorderLock lock, Statements statements, Progress progress) {
        this.file = file;
        this.lock = lock;
        this.statements = statements;
        this.progress = progress;
    }

    /** Work with the connection. */
    public interface Work<T> {
        T with(Statements statements) throws SQLException, IOException;
    }

    /**
     * Opens a session that is there.
     *
     * @throws SessionException when there is none, it may not be written, or a process records to it
     */
    public static Workshop open(Path given, Progress progress) throws IOException {
        FileCheck.forReading(given);
        Path file = FileCheck.forWriting(given);
        RecorderLock lock = RecorderLock.tryAcquire(file);
        if (lock == null) {
            throw new SessionException("a process is recording to " + file
                    + ": it can be changed only when nobody does. End that process first.");
        }
        Statements statements = null;
        try {
            statements = new Statements(Connections.write(file));
            FileCheck.checkVersion(file, statements.number("PRAGMA user_version"));
            SchemaCheck.check(file, statements);
            Migrations.shipped().run(file, statements);
            Schema.prepare(statements, Durability.POWER);
            statements.interruptible(progress::isStopped);
            return new Workshop(file, lock, statements, progress);
        } catch (SQLException e) {
            release(lock, statements, e);
            throw Failures.opening(file, e);
        } catch (IOException e) {
            release(lock, statements, e);
            throw e;
        }
    }

    private static void release(RecorderLock lock, @Nullable Statements statements, Exception failure)
            throws SessionException {
        try {
            if (statements != null) {
                statements.close();
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

    /** Does work in one transaction: all of it is there afterwards, or nothing. */
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

    /** Does work, and says for people why it failed. */
    public <T> T run(Work<T> work) throws IOException {
        try {
            return work.with(statements);
        } catch (SQLException e) {
            throw failure(e);
        } catch (UncheckedSqlException e) {
            throw failure(e.failure());
        } catch (RuntimeException e) {
            throw Failures.oddRow(file, e);
        }
    }

    private IOException failure(SQLException e) {
        return progress.isStopped() ? new WorkStopped() : Failures.writing(file, e);
    }

    private void rollback() {
        statements.forget();
        try {
            statements.execute("ROLLBACK");
        } catch (SQLException e) {
            // Some failures end the transaction by themselves; then there is nothing to roll back.
        }
    }

    /** Moves what was changed into the one file, and lets recorders in. */
    @Override
    public void close() throws SessionException {
        try {
            statements.interruptible(() -> false); // the work is over; its end is not to be cut off
            statements.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            statements.close();
        } catch (SQLException e) {
            throw Failures.writing(file, e);
        } finally {
            lock.close();
        }
    }
}
