package dev.steno.tui.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines that a person has written, such as named filters, kept in files of the home folder. Blocks; any thread. */
public final class KeptLines {
    /** Keeps nothing. */
    public static final KeptLines NONE = new KeptLines(null);

    private final @Nullable Path folder;

    private KeptLines(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Returns the lines of a home folder. */
    public static KeptLines in(Path home) {
        return new KeptLines(home);
    }

    /** Returns the lines of a file; none if it does not exist. */
    public List<String> read(String file) throws IOException {
        if (folder == null || !Files.exists(folder.resolve(file))) {
            return List.of();
        }
        return Files.readAllLines(folder.resolve(file), StandardCharsets.UTF_8);
    }

    /** Replaces the lines of a file at once. */
    public void write(String file, List<String> lines) throws IOException {
        if (folder == null) {
            return;
        }
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, file, ".part");
        try {
            Files.write(part, lines, StandardCharsets.UTF_8);
            Files.move(part, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
