package dev.steno.web.flows;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The folder beside a session in which one export is written. Its name has a hash of the session's, so that the recorder of
 * that session, of which there is one, can tell its leftovers from the exports of others. Stateless; blocks on the file
 * system.
 */
public final class ExportFolder {
    private ExportFolder() {}

    static Path create(Path session) throws IOException {
        return Files.createTempDirectory(session.toAbsolutePath().getParent(), prefix(session));
    }

    /** Deletes what a killed recorder of the session left. Called by its recorder before it exports. */
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

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
