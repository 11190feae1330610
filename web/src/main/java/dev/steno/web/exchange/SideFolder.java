package dev.steno.web.exchange;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder beside a session for files that are needed for a while: one export, one file that arrived. Its name has a hash of the
 * session's, so that the recorder of that session, of which there is one, can tell its leftovers from the files of others.
 * Stateless; blocks on the file system.
 */
public final class SideFolder {
    private SideFolder() {}

    /** @param session null if nothing is recorded: the folder is then one for temporary files */
    public static Path create(@Nullable Path session) throws IOException {
        return session == null
                ? Files.createTempDirectory("steno-web-")
                : Files.createTempDirectory(session.toAbsolutePath().getParent(), prefix(session));
    }

    /** Deletes what a killed recorder of the session left. Called by its recorder before there are such folders. */
    public static void sweep(Path session) {
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(session.toAbsolutePath().getParent(), prefix(session) + "*")) {
            for (Path folder : left) {
                if (isOwn(folder, session)) {
                    remove(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // the next start tries again
        }
    }

    private static String prefix(Path session) {
        return ".steno-export-"
                + Integer.toHexString(String.valueOf(session.getFileName()).hashCode()) + "-";
    }

    /** A folder of another user could be replaced by a link to any folder. */
    private static boolean isOwn(Path folder, Path session) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(session));
    }

    /** Deletes a folder with what is in it. */
    public static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    remove(file); // an export of a session that is itself in such a folder
                } else {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(folder);
    }
}
