package dev.steno.cli.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder, of mode 0700, for the session that is made of another tool's file. It is removed when it is
 * closed, or else when the process ends, also by a signal other than SIGKILL. For the main thread.
 */
public final class ImportFolder implements Closeable {
    private final Path folder;
    private final Thread atExit;

    private ImportFolder(Path folder) {
        this.folder = folder;
        this.atExit = new Thread(
                () -> {
                    try {
                        remove();
                    } catch (IOException | UncheckedIOException e) {
                        System.err.println("steno: cannot remove " + folder + ", which holds recorded content: " + e);
                    }
                },
                "import-folder");
    }

    public static ImportFolder create() throws IOException {
        ImportFolder created = new ImportFolder(Files.createTempDirectory("steno-import-"));
        Runtime.getRuntime().addShutdownHook(created.atExit);
        return created;
    }

    public Path path() {
        return folder;
    }

    /** Returns the file for the session; it does not exist yet. */
    public Path session() {
        return folder.resolve("import.steno");
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the process is ending: the hook removes the folder
        }
        remove();
    }

    private void remove() throws IOException {
        List<Path> all;
        try (Stream<Path> inside = Files.walk(folder)) {
            all = inside.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
