package dev.steno.tui.action;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole or not at all. Stateless; blocks. */
final class SavedFile {
    private SavedFile() {}

    /**
     * Writes a stream to a file; returns the number of bytes.
     *
     * @param replace whether a file that exists is replaced
     * @throws IOException if it exists and is not to be replaced, or cannot be written
     */
    static long write(Path file, InputStream in, boolean replace) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("the folder " + folder + " does not exist");
        }
        if (!replace) {
            Files.createFile(file); // fails if it exists, so that no other program's file is taken
        }
        Path part = Files.createTempFile(folder, ".steno-", ".part");
        try {
            long bytes = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return bytes;
        } catch (IOException e) {
            Files.deleteIfExists(part);
            if (!replace) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }
}
