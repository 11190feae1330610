package dev.steno.sqlite.file;

import dev.steno.store.SessionException;
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
 * Lets one process record to a session. It is SQLite's exclusive lock on an empty file beside the session: it dies with
 * its process, keeps out a second recorder in the same process too (a {@code FileLock} there would be lost as soon as
 * anyone closed the file), and says nothing to readers of the session.
 */
public final class RecorderLock implements AutoCloseable {
    private final Path file;
    private final SqliteConnection held;

    private RecorderLock(Path file, SqliteConnection held) {
        this.file = file;
        this.held = held;
    }

    /** The lock; null where someone else has it. */
    public static @Nullable RecorderLock tryAcquire(Path session) throws SessionException {
        Path file = SideFiles.lock(session);
        try {
            while (true) {
                try {
                    Files.createFile(file, Permissions.ownerOnly(file));
                } catch (FileAlreadyExistsException e) {
                    // left by a recorder that died, or held: the lock tells
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
                held.close(); // its last holder removed the file meanwhile: what we locked is not what others will see
            }
        } catch (IOException | SQLException e) {
            throw new SessionException(
                    "cannot record to " + session + ": the file " + file + " cannot be created or locked ("
                            + e.getMessage() + "). Check the folder's permissions.",
                    e);
        }
    }

    /** Whether a process records to a session now. */
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
            sqlite.execute("PRAGMA journal_mode = MEMORY"); // SQLite prepares to write, which here it never does
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

    /** Removes the file while it is still locked, then lets go. */
    @Override
    public void close() throws SessionException {
        try {
            Files.deleteIfExists(file);
            held.close();
        } catch (IOException | SQLException e) {
            throw new SessionException("cannot remove the lock " + file + ": " + e.getMessage(), e);
        }
    }
}
