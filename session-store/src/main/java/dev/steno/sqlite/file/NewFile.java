package dev.steno.sqlite.file;

import dev.steno.flow.Times;
import dev.steno.store.Durability;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * Makes an empty session under another name and puts it in place whole: nobody ever sees half of one, and it never has
 * another mode than its owner's alone. For the holder of the recorder lock.
 */
public final class NewFile {
    private NewFile() {}

    public static void make(Path file, String application, Durability durability) throws IOException, SQLException {
        Path draft = SideFiles.draft(file);
        draft(draft, application);
        install(draft, file, durability.syncs());
    }

    /** An empty session under a name that nobody else uses. */
    public static void draft(Path draft, String application) throws IOException, SQLException {
        Files.deleteIfExists(draft); // of a process that died here
        Files.createFile(draft, Permissions.ownerOnly(draft));
        try (SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.write(draft))) {
            Schema.create(sqlite, application, Times.now());
        } catch (SQLException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }

    /**
     * Puts a file that SQLite has closed in the place of another.
     *
     * @param sync whether to wait until it is on the disk itself
     */
    public static void install(Path draft, Path file, boolean sync) throws IOException {
        if (sync) {
            sync(draft, StandardOpenOption.WRITE);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (sync && !System.getProperty("os.name", "").startsWith("Windows")) {
            // the name, too (fsync(2)); Windows opens no folder
            sync(file.resolveSibling("."), StandardOpenOption.READ);
        }
    }

    /** SQLite has the file closed: see {@link ConnectionOpener} on why that matters. */
    private static void sync(Path path, OpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
