package dev.steno.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder for one measurement; closing it deletes it with its contents. */
public record Scratch(Path folder) implements AutoCloseable {

    /** @param within the parent folder; null for the system's temporary folder */
    public static Scratch make(@Nullable Path within) throws IOException {
        return new Scratch(
                within == null
                        ? Files.createTempDirectory("steno-bench")
                        : Files.createTempDirectory(within, "steno-bench"));
    }

    /** A path in the folder. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
