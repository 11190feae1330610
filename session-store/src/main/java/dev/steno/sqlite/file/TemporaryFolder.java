package dev.steno.sqlite.file;

import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a temporary session. It is in the system's temporary folder, readable only by its owner, and named
 * after the process.
 */
public final class TemporaryFolder {
    private final Path folder;
    private volatile @Nullable Path target;

    private TemporaryFolder(Path folder) {
        this.folder = folder;
    }

    public static TemporaryFolder create() throws SessionException {
        try {
            // Created with mode 0700 (java.nio.file.Files).
            return new TemporaryFolder(
                    Files.createTempDirectory("steno-" + ProcessHandle.current().pid() + "-"));
        } catch (IOException e) {
            throw new SessionException(
                    "cannot create a temporary session in " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage() + ". Name a session file elsewhere.",
                    e);
        }
    }

    public Path session() {
        return folder.resolve("session.steno");
    }

    public void keepAs(Path given) throws SessionException {
        Path file = given.toAbsolutePath();
        if (Files.exists(file)) {
            throw new SessionException(
                    "cannot keep the session as " + given + ": that file exists. Give another name.");
        }
        Path parent = file.getParent();
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new SessionException("cannot keep the session as " + given + ": " + parent
                    + " is not a folder that can be written. Give another name.");
        }
        target = file;
    }

    /**
     * Moves the closed session to the name under which it is to be kept, if there is one, and removes the folder.
     * Returns that name; null if the session is removed.
     */
    @Nullable
    public Path moveOrRemove() throws SessionException {
        Path kept = target;
        if (kept != null) {
            if (Files.exists(SideFiles.log(session()))) {
                throw new SessionException("the session is still being read and stays at " + session() + ". Copy it to "
                        + kept + " with the files beside it.");
            }
            try {
                Files.move(session(), kept);
            } catch (IOException e) {
                throw new SessionException(
                        "the session cannot be moved to " + kept + " (" + e + ") and stays at " + session(), e);
            }
        }
        remove();
        return kept;
    }

    public void remove() throws SessionException {
        Path session = session();
        try {
            for (Path file : List.of(
                    session, SideFiles.log(session), SideFiles.index(session), SideFiles.lock(session), folder)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new SessionException("cannot remove the temporary session " + folder + ": " + e.getMessage(), e);
        }
    }
}
