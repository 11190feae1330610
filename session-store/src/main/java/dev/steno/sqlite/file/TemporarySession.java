package dev.steno.sqlite.file;

import dev.steno.natives.UnpackFolder;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that was not named. In a home folder it is called {@code last.steno} and stays until the next one begins
 * there; in a folder of its own in the system's temporary folder it is removed when it is closed.
 */
public final class TemporarySession {
    private static final String LAST = "last";
    private static final String SUFFIX = ".steno";

    /** Upper bound on recorders without a named session that share one home folder. */
    private static final int MOST = 99;

    private final Path session;

    /** Null if the session stays. */
    private final @Nullable Path folder;

    private volatile @Nullable Path target;

    private TemporarySession(Path session, @Nullable Path folder) {
        this.session = session;
        this.folder = folder;
    }

    /** Creates a folder that only its owner can enter, for a session that is removed when it is closed. */
    public static TemporarySession create() throws SessionException {
        try {
            // Created with mode 0700 (java.nio.file.Files).
            Path folder =
                    Files.createTempDirectory("steno-" + ProcessHandle.current().pid() + "-");
            return new TemporarySession(folder.resolve("session" + SUFFIX), folder);
        } catch (IOException e) {
            throw new SessionException(
                    "cannot create a temporary session in " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage() + "; name a session file elsewhere",
                    e);
        }
    }

    /** A temporary session and the lock for recording to it. */
    public record Claimed(TemporarySession temporary, RecorderLock lock) {}

    /**
     * Takes the first of {@code last.steno}, {@code last-2.steno}, ... that no process records to, and removes the
     * sessions of these names that earlier recorders left, even those that were killed.
     */
    public static Claimed claim(Path home) throws SessionException {
        Claimed claimed = null;
        for (int i = 1; i <= MOST && claimed == null; i++) {
            Path file = home.resolve(LAST + (i == 1 ? "" : "-" + i) + SUFFIX);
            RecorderLock lock = RecorderLock.tryAcquire(file);
            if (lock != null) {
                removeFiles(file);
                claimed = new Claimed(new TemporarySession(file, null), lock);
            }
        }
        if (claimed == null) {
            throw new SessionException(
                    "all " + MOST + " temporary sessions in " + home + " are being recorded to; name a session file");
        }
        removeOthers(home);
        return claimed;
    }

    private static void removeOthers(Path home) throws SessionException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(home, LAST + "-[0-9]*" + SUFFIX)) {
            for (Path file : others) {
                RecorderLock lock = RecorderLock.tryAcquire(file);
                if (lock != null) {
                    try {
                        removeFiles(file);
                    } finally {
                        lock.close();
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new SessionException("cannot list " + home + ": " + e.getMessage(), e);
        }
    }

    /**
     * Deletes what killed recorders of earlier versions left in the system's temporary folder. Blocking disk access;
     * any thread except an event loop.
     */
    public static void sweep() {
        for (Path folder : UnpackFolder.abandoned("steno-[0-9]*-*")) {
            Path session = folder.resolve("session" + SUFFIX);
            if (!RecorderLock.isHeld(session)) {
                try {
                    removeFiles(session);
                    Files.deleteIfExists(SideFiles.lock(session));
                    Files.deleteIfExists(folder);
                } catch (IOException e) {
                    // It holds another file, or is being removed by another process; then it is left alone.
                }
            }
        }
    }

    public Path session() {
        return session;
    }

    public void keepAs(Path given) throws SessionException {
        Path file = given.toAbsolutePath();
        if (Files.exists(file)) {
            throw new SessionException("cannot keep the session as " + given + ": that file exists; give another name");
        }
        Path parent = file.getParent();
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new SessionException("cannot keep the session as " + given + ": " + parent
                    + " is not a folder that can be written; give another name");
        }
        target = file;
    }

    /**
     * Moves the closed session to the name under which it is to be kept, if there is one; otherwise removes it if it
     * does not stay. Returns where the session is; null if it was removed.
     */
    @Nullable
    public Path finish() throws SessionException {
        Path kept = target;
        if (kept != null) {
            if (Files.exists(SideFiles.log(session))) {
                throw new SessionException("the session is still being read and stays at " + session + "; copy it to "
                        + kept + " with the files beside it");
            }
            try {
                Files.move(session, kept);
            } catch (IOException e) {
                throw new SessionException(
                        "the session cannot be moved to " + kept + " (" + e + ") and stays at " + session, e);
            }
        }
        if (folder == null) {
            return kept == null ? session : kept;
        }
        remove();
        return kept;
    }

    /** Removes the session and, if it has one, its folder. */
    public void remove() throws SessionException {
        removeFiles(session);
        Path own = folder;
        if (own != null) {
            try {
                Files.deleteIfExists(SideFiles.lock(session));
                Files.deleteIfExists(own);
            } catch (IOException e) {
                throw new SessionException("cannot remove the temporary session " + own + ": " + e.getMessage(), e);
            }
        }
    }

    private static void removeFiles(Path session) throws SessionException {
        try {
            for (Path file : List.of(session, SideFiles.log(session), SideFiles.index(session))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new SessionException("cannot remove the temporary session " + session + ": " + e.getMessage(), e);
        }
    }
}
