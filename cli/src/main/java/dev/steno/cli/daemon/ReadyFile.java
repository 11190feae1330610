package dev.steno.cli.daemon;

import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that exists while clients can connect. It appears complete, by a rename, so that a reader never sees a part of
 * it. Guarded by its owner's lock.
 */
final class ReadyFile {
    /** How every such file begins; a file that begins otherwise is not replaced. */
    private static final String START = "{\"pid\":";

    private final Path file;
    private String written = "";

    /**
     * Removes the file of a process that did not shut down in order.
     *
     * @throws IOException if the file is not of this kind, or cannot be removed
     */
    ReadyFile(Path given) throws IOException {
        file = given.toAbsolutePath();
        if (Files.exists(file) && !read(file).startsWith(START)) {
            throw new IOException(
                    "the ready file " + given + " exists and was not written by Steno: give the name of a new file");
        }
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write the ready file " + given + ": the folder does not exist");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("cannot write the ready file " + given + ": the folder is not writable");
        }
        Files.deleteIfExists(file);
    }

    void write(Ready ready) throws IOException {
        written = ReadyJson.of(ready);
        Path draft = file.resolveSibling(file.getFileName() + "." + ready.pid());
        try {
            Files.writeString(draft, written);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw new IOException("cannot write the ready file " + file + ": " + FileErrors.reason(e), e);
        }
    }

    /** Removes the file, unless another process has replaced it. */
    void remove() throws IOException {
        if (Files.exists(file) && read(file).equals(written)) {
            Files.deleteIfExists(file);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
