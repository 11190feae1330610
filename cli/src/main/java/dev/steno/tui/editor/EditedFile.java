package dev.steno.tui.editor;

import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary file with a text that is edited, which only its owner can read. It stays until it is deleted, so that a
 * text that was refused is not lost. Immutable.
 */
public record EditedFile(Path path) {

    /**
     * Creates a file.
     *
     * @param name the beginning of its name
     */
    public static EditedFile of(String name, String text) throws IOException {
        try {
            Path file = Files.createTempFile(name, ".http"); // for its owner only, where the system knows owners
            Files.writeString(file, text);
            return new EditedFile(file);
        } catch (IOException e) {
            throw new IOException("the text cannot be written to a temporary file: " + FileErrors.reason(e), e);
        }
    }

    /**
     * Returns the text as it is now.
     *
     * @throws IOException if the file cannot be read, or is not UTF-8
     */
    public String text() throws IOException {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not UTF-8 any more, so nothing was changed", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + path + ", so nothing was changed: " + FileErrors.reason(e), e);
        }
    }

    /** Deletes the file, if it is there. */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
