package dev.steno.sqlite.file;

import dev.steno.option.NearestName;
import dev.steno.store.SessionException;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * Decides whether a path can be a session, before anything is changed: a refused file stays untouched. Stateless;
 * blocks.
 */
public final class FileCheck {
    /**
     * Smallest page of a database (https://www.sqlite.org/fileformat.html, 1.3.2). SQLite would treat a shorter file as
     * new.
     */
    private static final int SMALLEST_PAGE = 512;

    /** Upper bound on the links in a row, as in the kernel (path_resolution(7)). */
    private static final int LINKS = 40;

    private FileCheck() {}

    /**
     * Resolves a path to its real path, so that two links to a session share one lock, and checks that a session can be
     * recorded there.
     *
     * @throws SessionException if it cannot
     */
    public static Path forWriting(Path given) throws SessionException {
        Path file = resolved(given);
        FileName.check(given, file);
        if (Files.exists(file)) {
            if (!Files.isWritable(file)) {
                throw new SessionException("cannot record to " + given
                        + ": the file is not writable; change its permissions, or give another file");
            }
        }
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new SessionException("cannot record to " + given + ": there is no folder " + folder
                    + "; create it first, or give another file");
        }
        if (!Files.isWritable(folder)) {
            throw new SessionException("cannot record to " + given + ": the folder " + folder
                    + " is not writable; change its permissions, or give a file elsewhere");
        }
        if (!isNew(file)) {
            checkFormat(file);
        }
        return file;
    }

    /**
     * Resolves a path to its real path and checks that it is a session.
     *
     * @throws SessionException if it is not a session that this program can read
     */
    public static Path forReading(Path given) throws SessionException {
        Path file = resolved(given);
        if (!Files.exists(file)) {
            FileName.checkLength(given, file);
            throw new SessionException("there is no session " + given + ": no such file" + similar(file));
        }
        FileName.checkLength(given, file);
        if (!Files.isReadable(file)) {
            throw new SessionException(
                    "cannot read the session " + given + ": permission denied; change the file's permissions");
        }
        if (isNew(file)) {
            throw new SessionException(given + " is empty: nothing was ever recorded to it");
        }
        checkFormat(file);
        return file;
    }

    /** Returns whether the file is missing or empty. */
    public static boolean isNew(Path file) throws SessionException {
        return !Files.exists(file) || size(file) == 0;
    }

    /** Throws if a format does not exist, or is newer than this program. */
    public static void checkVersion(Path file, long version) throws SessionException {
        if (version < 1) {
            throw new SessionException(file + " claims session format " + version
                    + ", but formats start at 1: the file is damaged, or another program changed it; recover its rows"
                    + " with \"sqlite3 FILE .recover\"");
        }
        if (version > Schema.VERSION) {
            throw new SessionException(file + " was recorded by a newer Steno (session format " + version
                    + "; this one knows up to " + Schema.VERSION + "); use that version or a later one");
        }
    }

    /** Throws if a format is older than this program's; for tools that copy rows as they are. */
    public static void checkCurrent(Path file, long version) throws SessionException {
        if (version < Schema.VERSION) {
            throw new SessionException(file + " has session format " + version + "; bring it to format "
                    + Schema.VERSION + " first, with: steno verify --repair " + file);
        }
    }

    private static Path resolved(Path given) throws SessionException {
        if (given.toString().equals("-")) {
            throw throughPipe(given);
        }
        try {
            Path file = target(given.toAbsolutePath());
            if (Files.exists(file)) {
                checkRegular(given, file);
                return file.toRealPath();
            }
            Path folder = file.getParent();
            return folder != null && Files.isDirectory(folder)
                    ? folder.toRealPath().resolve(file.getFileName())
                    : file.normalize();
        } catch (SessionException e) {
            throw e;
        } catch (IOException e) {
            throw new SessionException("cannot inspect " + given + ": " + FileErrors.reason(e), e);
        }
    }

    /** Follows a symbolic link whose target does not exist yet: the session is created there. */
    private static Path target(Path file) throws IOException {
        Path at = file;
        for (int links = 0; !Files.exists(at) && Files.isSymbolicLink(at); links++) {
            if (links == LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return at;
    }

    private static void checkRegular(Path given, Path file) throws SessionException {
        if (Files.isDirectory(file)) {
            throw new SessionException(given + " is a folder, not a session; give the name of a file in it");
        }
        if (!Files.isRegularFile(file)) {
            throw throughPipe(given);
        }
    }

    private static SessionException throughPipe(Path given) {
        return new SessionException(
                given + " is not a regular file: a session cannot go through a pipe or a device; give a file");
    }

    private static void checkFormat(Path file) throws SessionException {
        if (size(file) < SMALLEST_PAGE) {
            throw notDatabase(file, null);
        }
        try (SqliteConnection look = new SqliteConnection(ConnectionOpener.glance(file))) {
            // During a checkpoint, and after a kill in one, the first page counts pages that are still in the log.
            // SQLite would report such a file as damaged without this pragma. Nothing can be written, since the
            // connection is read-only.
            look.execute("PRAGMA writable_schema = ON");
            if (look.number("PRAGMA application_id") != Schema.APPLICATION_ID) {
                throw new SessionException(file
                        + " is an SQLite database of another program, not a Steno session; it was left untouched; give"
                        + " another file");
            }
            checkVersion(file, look.number("PRAGMA user_version"));
        } catch (SQLException e) {
            if (SqliteFailures.is(e, SQLiteErrorCode.SQLITE_NOTADB)) {
                throw notDatabase(file, e);
            }
            throw SqliteFailures.opening(file, e);
        }
    }

    /** A session beside a missing one whose name is nearly the same, as the end of a message; possibly empty. */
    private static String similar(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> beside = Files.list(folder)) {
            List<String> sessions = beside.map(each -> each.getFileName().toString())
                    .filter(name -> name.endsWith(".steno"))
                    .toList();
            return NearestName.hint(String.valueOf(file.getFileName()), sessions);
        } catch (IOException | UncheckedIOException e) {
            return ""; // a folder that cannot be listed offers nothing
        }
    }

    private static SessionException notDatabase(Path file, @Nullable Throwable cause) {
        return new SessionException(
                file + " is not a Steno session ("
                        + ForeignFile.kind(file)
                                .orElse(
                                        "not an SQLite database; steno import FILE -o SESSION reads captures of other tools")
                        + "); it was left untouched; give another file",
                cause);
    }

    private static long size(Path file) throws SessionException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new SessionException("cannot inspect " + file + ": " + FileErrors.reason(e), e);
        }
    }
}
