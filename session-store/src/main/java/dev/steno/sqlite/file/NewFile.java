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
 * Creates an empty session under another name and renames it when it is complete. So other processes never see an
 * incomplete session, and the file is never readable by other users. For the holder of the recorder lock.
 */
public final class NewFile {
    private NewFile() {}

    public static void make(Path file, String application, Durability durability) throws IOException, SQLException {
        Path draft = SideFiles.draft(file);
        draft(draft, application);
        install(draft, file, durability.syncs());
    }

    /** Creates an empty session under a name that no other process uses. */
    public static void draft(Path draft, String application) throws IOException, SQLException {
        Files.deleteIfExists(draft); // left by a process that died here
        Files.createFile(draft, Permissions.ownerOnly(draft));
        try (SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.write(draft))) {
            Schema.create(sqlite, application, Times.now());
        } catch (SQLException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }

    /**
     * Moves a file over another. SQLite must have closed the file.
     *
     * @param sync whether to sync the content and the new name to the disk
     */
    public static void install(Path draft, Path file, boolean sync) throws IOException {
        if (sync) {
            sync(draft, StandardOpenOption.WRITE);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (sync && !System.getProperty("os.name", "").startsWith("Windows")) {
            // Sync the folder too, for the name (fsync(2)). Windows cannot open a folder.
            sync(file.resolveSibling("."), StandardOpenOption.READ);
        }
    }

    /** Syncs a file that SQLite has closed, as {@link ConnectionOpener} requires. */
    private static void sync(Path path, OpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
