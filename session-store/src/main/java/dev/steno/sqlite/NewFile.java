package dev.steno.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the empty file that SQLite then fills, so that it never has another mode than its owner's alone. */
final class NewFile {
    private NewFile() {}

    static void make(Path file) throws IOException {
        try {
            Files.createFile(file, Permissions.ownerOnly(file));
        } catch (FileAlreadyExistsException e) {
            Permissions.restrict(file); // an empty file that was there before
        }
    }
}
