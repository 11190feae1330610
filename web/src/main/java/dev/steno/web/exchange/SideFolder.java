package dev.steno.web.exchange;

import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
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
    private static final String TEMPORARY = "steno-web-";

    private SideFolder() {}

    /**
     * @param session null if nothing is recorded: the folder is then one for temporary files
     * @param what is to be written there, for messages
     */
    public static Path create(@Nullable Path session, String what) throws IOException {
        try {
            return session == null
                    ? Files.createTempDirectory(TEMPORARY)
                    : Files.createTempDirectory(session.toAbsolutePath().getParent(), prefix(session));
        } catch (IOException e) {
            throw failure(what, place(session), FileErrors.reason(e), e);
        }
    }

    /**
     * Returns a failure for people, who know neither the folder nor its files: it names what was to be written, and where room is
     * needed. One that is not of the folder is returned as it is.
     *
     * @param what as above
     */
    public static IOException failure(String what, Path folder, IOException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.lastIndexOf(folder.toString());
        if (at < 0 && !FileErrors.isFullDisk(e)) {
            return e;
        }
        int reason = e instanceof FileSystemException ? -1 : message.indexOf(": ", Math.max(at, 0));
        return failure(
                what,
                folder.getParent(),
                at < 0 || reason < 0 ? FileErrors.reason(e) : message.substring(reason + 2),
                e);
    }

    private static IOException failure(String what, @Nullable Path place, String reason, IOException e) {
        return new IOException("cannot write " + what + " to the folder " + place + ", which it needs: " + reason, e);
    }

    private static @Nullable Path place(@Nullable Path session) {
        return session == null
                ? Path.of(System.getProperty("java.io.tmpdir", ""))
                : session.toAbsolutePath().getParent();
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
