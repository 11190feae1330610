package dev.steno.cli.remote;

import dev.steno.cli.daemon.RunFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Steno that runs, as its file in the home folder tells. Immutable.
 *
 * @param pid its process
 * @param addresses HOST:PORT of each listener
 * @param web the URL of its API, which ends with a slash; empty if the API is off
 * @param session the file that it records to; empty if it records nothing
 * @param home its home folder
 * @param ca the certificate that its clients must trust
 */
public record RunningProxy(
        long pid, List<String> addresses, Optional<String> web, Optional<Path> session, Path home, Path ca) {

    /**
     * Returns all that run with a home folder, ordered by their processes. Files of processes that have ended are
     * deleted: these were killed, or the machine was.
     *
     * @throws IOException if the folder cannot be read
     */
    public static List<RunningProxy> in(Path home) throws IOException {
        List<RunningProxy> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.resolve(RunFile.FOLDER), "*.json")) {
            for (Path file : files) {
                if (isStale(file)) {
                    Files.deleteIfExists(file);
                } else {
                    read(file).ifPresent(found::add);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of(); // nothing has run with this home folder yet
        }
        found.sort(Comparator.comparingLong(RunningProxy::pid));
        return found;
    }

    /** Whether the process that wrote the file has ended; another process may have its number since. */
    private static boolean isStale(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).replace(".json", "");
        if (!name.matches("[0-9]{1,18}")) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(name)).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return true;
        }
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return process.get()
                    .info()
                    .startInstant()
                    .filter(start -> start.isAfter(written.plusSeconds(2))) // the clocks differ by less
                    .isPresent();
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static Optional<RunningProxy> read(Path file) throws IOException {
        try (InputStream text = Files.newInputStream(file)) {
            Map<String, @Nullable Object> told = JsonTree.object(JsonTree.read(text));
            List<String> addresses = told.get("addresses") instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
            return Optional.of(new RunningProxy(
                    JsonTree.number(told, "pid"),
                    addresses,
                    present(told, "web"),
                    present(told, "session").map(Path::of),
                    Path.of(JsonTree.text(told, "home")),
                    Path.of(JsonTree.text(told, "ca"))));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // it has just ended
        }
    }

    private static Optional<String> present(Map<String, @Nullable Object> object, String name) {
        return Optional.of(JsonTree.text(object, name)).filter(text -> !text.isEmpty());
    }

    /** Returns the one that records to a file; empty if none of those with a home folder does. */
    public static Optional<RunningProxy> recordingTo(Path file, Path home) throws IOException {
        return in(home).stream().filter(each -> each.recordsTo(file)).findFirst();
    }

    /** Whether it records to a file. */
    boolean recordsTo(Path file) {
        return session.filter(own -> isSame(own, file)).isPresent();
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }

    /** Names it in a message: {@code work.steno (process 12, 127.0.0.1:8080)}. */
    public String label() {
        return session.map(Path::toString).orElse("nothing recorded") + " (process " + pid + ", "
                + String.join(", ", addresses) + ")";
    }
}
