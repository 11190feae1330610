package dev.steno.natives;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A temporary folder into which a native library is unpacked. Only its owner can enter it, and it is deleted as soon as
 * the library is loaded. Stateless; any thread. A loaded library no longer needs its file. Only Windows does not allow
 * deleting it; there, the folder is deleted when the JVM exits. If a process is killed while loading, a later process
 * deletes its folder.
 */
public final class UnpackFolder {
    static final String PREFIX = "steno-natives-";

    /** The prefix that earlier versions used for SQLite's library. */
    private static final String OLD_PREFIX = "steno-sqlite";

    /** Age above which a folder is taken to be abandoned: loading takes milliseconds. */
    static final Duration ABANDONED = Duration.ofHours(1);

    private UnpackFolder() {}

    /** Unpacks a library into a folder and loads it; called once, on the caller's thread. */
    @FunctionalInterface
    public interface Loading<E extends Exception> {
        void from(Path folder) throws E;
    }

    /**
     * Creates a folder, calls {@code loading} with it, and deletes it. Blocking disk access; any thread except an event
     * loop.
     *
     * @throws IOException if the folder cannot be created
     */
    public static <E extends Exception> void lend(Loading<E> loading) throws IOException, E {
        Path folder;
        try {
            folder = Files.createTempDirectory(PREFIX); // with mode 0700
        } catch (IOException e) {
            throw new IOException(
                    System.getProperty("java.io.tmpdir")
                            + " is not writable: set java.io.tmpdir to a folder in which Steno may create files",
                    e);
        }
        // Registered before the files of the library's own loader, since deletion at exit runs in reverse order.
        folder.toFile().deleteOnExit();
        try {
            loading.from(folder);
        } finally {
            remove(folder);
        }
    }

    /**
     * Deletes the folders of processes that were killed while loading. Blocking disk access: never on an event loop.
     */
    public static void sweep() {
        sweep(temporaryFolder(), Instant.now().minus(ABANDONED));
    }

    static void sweep(Path temporary, Instant before) {
        abandoned(temporary, "{" + PREFIX + "," + OLD_PREFIX + "}*", before).forEach(UnpackFolder::remove);
    }

    /**
     * Returns the folders in the system's temporary folder that match the pattern, belong to the current user and have
     * not changed for an hour. Blocking disk access: never on an event loop.
     *
     * @param glob a pattern of {@link java.nio.file.FileSystem#getPathMatcher} for the name
     */
    public static List<Path> abandoned(String glob) {
        return abandoned(temporaryFolder(), glob, Instant.now().minus(ABANDONED));
    }

    private static Path temporaryFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static List<Path> abandoned(Path temporary, String glob, Instant before) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, glob)) {
            UserPrincipal self = null;
            for (Path each : left) {
                if (self == null) {
                    self = self();
                }
                if (isAbandoned(each, self, before)) {
                    found.add(each);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // Another process deleted a folder first, or it cannot be listed; the next start tries again.
        }
        return found;
    }

    /**
     * Whether a folder was left by a killed process and may be deleted. A folder of another user may not: it may be a symbolic link, or be replaced by
     * one at any time.
     */
    private static boolean isAbandoned(Path folder, UserPrincipal self, Instant before) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(self)
                && Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(before);
    }

    /**
     * The current user: the owner of a newly created file, since the JVM's user name need not be known to the file
     * system.
     */
    private static UserPrincipal self() throws IOException {
        Path mine = Files.createTempFile(PREFIX, "");
        try {
            return Files.getOwner(mine);
        } finally {
            Files.delete(mine);
        }
    }

    private static void remove(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                file.toFile().delete(); // if it cannot be deleted yet, it is deleted at exit
            }
        } catch (IOException e) {
            return; // already deleted
        }
        folder.toFile().delete();
    }
}
