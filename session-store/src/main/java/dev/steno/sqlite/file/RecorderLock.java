package dev.steno.sqlite.file;

import dev.steno.store.SessionException;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * Ensures that one process at a time records to a session. The lock is SQLite's exclusive lock on an empty file beside
 * the session. It ends with its process and does not affect readers. It also excludes a second recorder in the same
 * process; a {@code FileLock} would not be reliable there, since it is lost when any code in the process closes the
 * file.
 */
public final class RecorderLock implements AutoCloseable {
    private final Path file;
    private final SqliteConnection held;

    private RecorderLock(Path file, SqliteConnection held) {
        this.file = file;
        this.held = held;
    }

    /** Acquires the lock; null if another recorder holds it. */
    public static @Nullable RecorderLock tryAcquire(Path session) throws SessionException {
        Path file = SideFiles.lock(session);
        try {
            NativeLibrary.load();
        } catch (SQLException e) {
            throw new SessionException("cannot record to " + session + ": " + e.getMessage(), e);
        }
        try {
            while (true) {
                try {
                    Files.createFile(file, Permissions.ownerOnly(file));
                } catch (FileAlreadyExistsException e) {
                    // Held by another recorder, or left by one that died: the attempt to lock it shows which.
                }
                Object before = identity(file);
                if (before == null) {
                    continue;
                }
                SqliteConnection held = new SqliteConnection(ConnectionOpener.lock(file));
                if (!lock(held)) {
                    return null;
                }
                if (Objects.equals(before, identity(file))) {
                    return new RecorderLock(file, held);
                }
                held.close(); // its previous holder has just removed the file, so this lock is on a file without a name
            }
        } catch (IOException | SQLException e) {
            throw new SessionException(
                    "cannot record to " + session + ": the file " + file + " cannot be created or locked ("
                            + FileErrors.reason(e) + "); check the folder's permissions",
                    e);
        }
    }

    /** Returns whether a process is recording to a session. */
    public static boolean isHeld(Path session) {
        Path file = SideFiles.lock(session);
        if (!Files.exists(file)) {
            return false;
        }
        try (SqliteConnection probe = new SqliteConnection(ConnectionOpener.probe(file))) {
            probe.number("SELECT count(*) FROM sqlite_master");
            return false;
        } catch (SQLException e) {
            return SqliteFailures.is(e, SQLiteErrorCode.SQLITE_BUSY);
        }
    }

    private static boolean lock(SqliteConnection sqlite) throws SQLException {
        try {
            sqlite.execute("PRAGMA journal_mode = MEMORY"); // without the journal file, which is never needed here
            sqlite.execute("BEGIN EXCLUSIVE");
            return true;
        } catch (SQLException e) {
            sqlite.close();
            if (SqliteFailures.is(e, SQLiteErrorCode.SQLITE_BUSY)) {
                return false;
            }
            throw e;
        }
    }

    private static @Nullable Object identity(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Removes the file, then releases the lock. */
    @Override
    public void close() throws SessionException {
        try {
            Files.deleteIfExists(file);
            held.close();
        } catch (IOException | SQLException e) {
            throw new SessionException("cannot remove the lock " + file + ": " + FileErrors.reason(e), e);
        }
    }
}
