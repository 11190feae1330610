package dev.steno.sqlite.file;

import dev.steno.store.SessionException;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Ensures that one process at a time records to a session, by a {@link SideLock}. */
public final class RecorderLock implements AutoCloseable {
    private final SideLock held;

    private RecorderLock(SideLock held) {
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
            SideLock held = SideLock.tryAcquire(file);
            return held == null ? null : new RecorderLock(held);
        } catch (IOException | SQLException e) {
            throw new SessionException(
                    "cannot record to " + session + ": the file " + file + " cannot be created or locked ("
                            + FileErrors.reason(e) + "); check the folder's permissions",
                    e);
        }
    }

    /** Returns whether a process is recording to a session. */
    public static boolean isHeld(Path session) {
        return SideLock.isHeld(SideFiles.lock(session));
    }

    /** Removes the file, then releases the lock. */
    @Override
    public void close() throws SessionException {
        held.close();
    }
}
