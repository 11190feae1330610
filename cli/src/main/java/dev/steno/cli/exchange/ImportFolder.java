package dev.steno.cli.exchange;

import dev.steno.natives.UnpackFolder;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A temporary folder, of mode 0700, for the session that is made of another tool's file. It is removed when it is
 * closed, or else when the process ends, also by a signal other than SIGKILL; after that, by the next one that is made an hour
 * later. For the main thread.
 */
public final class ImportFolder implements Closeable {
    private static final String PREFIX = "steno-import-";

    /** The name of a folder has the number of its process. */
    private static final Pattern PID = Pattern.compile("^" + PREFIX + "(\\d{1,18})-");

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
        sweep();
        ImportFolder created = new ImportFolder(
                Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-")); // with mode 0700
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

    /** Deletes what processes left that were killed: their number is in the name. */
    private static void sweep() {
        for (Path left : UnpackFolder.abandoned(PREFIX + "[0-9]*-*")) {
            Matcher pid = PID.matcher(String.valueOf(left.getFileName()));
            if (pid.find() && ProcessHandle.of(Long.parseLong(pid.group(1))).isEmpty()) {
                try {
                    remove(left);
                } catch (IOException | UncheckedIOException e) {
                    // another process removes it as well; or the next start tries again
                }
            }
        }
    }

    private void remove() throws IOException {
        remove(folder);
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> inside = Files.walk(folder)) {
            all = inside.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
