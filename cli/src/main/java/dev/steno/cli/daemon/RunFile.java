package dev.steno.cli.daemon;

import dev.steno.certs.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file {@code run/PID.json} of the home folder, by which other programs of the same user find this running proxy
 * and its API. It exists while clients can connect; other users can read neither it nor its folder. Guarded by its
 * owner's lock.
 */
public final class RunFile {
    /** The folder in the home folder. */
    public static final String FOLDER = "run";

    private final Path file;

    private RunFile(Path file) {
        this.file = file;
    }

    /**
     * Writes the file of this process.
     *
     * @throws IOException if it cannot be written
     */
    public static RunFile write(Ready ready) throws IOException {
        Path folder = ready.home().resolve(FOLDER);
        PrivateFiles.createDirectory(folder);
        Path file = folder.resolve(ready.pid() + ".json");
        Path draft = folder.resolve(ready.pid() + ".draft");
        Files.deleteIfExists(draft);
        try (FileChannel channel = PrivateFiles.append(draft)) {
            channel.write(ByteBuffer.wrap(ReadyJson.of(ready).getBytes(StandardCharsets.US_ASCII)));
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new RunFile(file);
    }

    /** Removes the file. */
    public void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
