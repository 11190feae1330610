package dev.steno.natives;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;

/**
 * Where a native library is unpacked: a folder of its own in the system's temporary folder, which only its owner can enter, and
 * which goes as soon as the library is loaded. A library that is loaded needs its file no longer, except on Windows: there it
 * goes when the JVM exits. What a process left that was killed in between is removed by a later one.
 */
public final class UnpackFolder {
    static final String PREFIX = "steno-natives-";

    /** Loading takes milliseconds: a folder of this age is no living process's. */
    static final Duration ABANDONED = Duration.ofHours(1);

    private UnpackFolder() {}

    /** What unpacks a library to a folder and loads it. */
    @FunctionalInterface
    public interface Loading<E extends Exception> {
        void from(Path folder) throws E;
    }

    /**
     * Lends a new folder for the time of a call. Any thread.
     *
     * @throws IOException if the folder cannot be made
     */
    public static <E extends Exception> void lend(Loading<E> loading) throws IOException, E {
        Path folder;
        try {
            folder = Files.createTempDirectory(PREFIX); // with mode 0700
        } catch (IOException e) {
            throw new IOException(System.getProperty("java.io.tmpdir") + " cannot be written", e);
        }
        folder.toFile()
                .deleteOnExit(); // before what the library's own loader has removed at exit, which goes in reverse
        // order
        try {
            loading.from(folder);
        } finally {
            remove(folder);
        }
    }

    /** Removes the folders of processes that were killed while they loaded. Touches the disk: no event loop. */
    public static void sweep() {
        sweep(Path.of(System.getProperty("java.io.tmpdir")), Instant.now().minus(ABANDONED));
    }

    static void sweep(Path temporary, Instant before) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            UserPrincipal self = null;
            for (Path each : left) {
                if (self == null) {
                    self = self();
                }
                if (isAbandoned(each, self, before)) {
                    remove(each);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // another process was faster, or the folder cannot be listed: the next start tries again
        }
    }

    /** What another user made is not touched: it may be a link, or be swapped for one meanwhile. */
    private static boolean isAbandoned(Path folder, UserPrincipal self, Instant before) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(self)
                && Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(before);
    }

    /** The user who runs this, as the file system names the owner of a file that is made now. */
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
                file.toFile().delete(); // where it cannot be yet, it goes at exit
            }
        } catch (IOException e) {
            return; // gone already
        }
        folder.toFile().delete();
    }
}
