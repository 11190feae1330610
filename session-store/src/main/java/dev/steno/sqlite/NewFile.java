package dev.steno.sqlite;

import dev.steno.flow.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;

/**
 * Makes an empty session under another name and puts it in place whole: nobody ever sees half of one, and it never has
 * another mode than its owner's alone. For the holder of the recorder lock.
 */
final class NewFile {
    private NewFile() {}

    static void make(Path file, String application) throws IOException, SQLException {
        Path draft = Siblings.draft(file);
        draft(draft, application);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** An empty session under a name that nobody else uses. */
    static void draft(Path draft, String application) throws IOException, SQLException {
        Files.deleteIfExists(draft); // of a process that died here
        Files.createFile(draft, Permissions.ownerOnly(draft));
        try (Statements statements = new Statements(Connections.write(draft))) {
            Schema.create(statements, application, Times.now());
        } catch (SQLException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }
}
