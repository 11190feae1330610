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
 * A lock beside a session, held by one holder at a time: SQLite's exclusive lock on an empty file. It ends with its process and
 * does not affect readers of the session. It also excludes a second holder in the same process; a {@code FileLock} would not be
 * reliable there, since it is lost when any code in the process closes the file.
 */
public final class SideLock implements AutoCloseable {
    /** How often a file that cannot be opened is looked for again: each time, its holder may have just removed it. */
    private static final int REMOVALS = 1_000;

    private final Path file;
    private final SqliteConnection held;

    private SideLock(Path file, SqliteConnection held) {
        this.file = file;
        this.held = held;
    }

    /** Acquires the lock that an empty file stands for, and makes the file; null if another holds it. */
    static @Nullable SideLock tryAcquire(Path file) throws IOException, SQLException {
        NativeLibrary.load();
        for (int removals = 0; ; ) {
            try {
                Files.createFile(file, Permissions.ownerOnly(file));
            } catch (FileAlreadyExistsException e) {
                // Held by another, or left by one that died: the attempt to lock it shows which.
            }
            Object before = identity(file);
            if (before == null) {
                continue;
            }
            SqliteConnection held;
            try {
                held = new SqliteConnection(ConnectionOpener.lock(file));
                if (!lock(held)) {
                    return null;
                }
            } catch (SQLException e) {
                if (SqliteFailures.is(e, SQLiteErrorCode.SQLITE_CANTOPEN) && ++removals < REMOVALS) {
                    continue;
                }
                throw e;
            }
            if (Objects.equals(before, identity(file))) {
                return new SideLock(file, held);
            }
            held.close(); // its previous holder has just removed the file, so this lock is on a file without a name
        }
    }

    /**
     * Acquires the lock of the shippers of a session to one store; null if another shipper holds it.
     *
     * @param store tells one store from others
     */
    public static @Nullable SideLock tryShipping(Path session, String store) throws SessionException {
        Path file = SideFiles.shipping(session, store);
        try {
            return tryAcquire(file);
        } catch (IOException | SQLException e) {
            throw new SessionException(
                    "cannot ship " + session + ": the file " + file + " cannot be created or locked ("
                            + FileErrors.reason(e) + "); check the folder's permissions",
                    e);
        }
    }

    /** Returns whether the lock of a file is held. */
    static boolean isHeld(Path file) {
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
