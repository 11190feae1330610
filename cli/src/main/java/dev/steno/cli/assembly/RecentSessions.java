package dev.steno.cli.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.steno.certs.PrivateFiles;
import dev.steno.flow.Endpoint;
import dev.steno.sqlite.SqliteSessionReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The sessions that were recorded with a home folder, in its file {@code sessions}: one line per recording, the newest
 * last, with process, addresses and path, separated by tabs. Commands use it if no session is named. Reads and writes
 * the disk.
 */
public final class RecentSessions {
    private static final String NAME = "sessions";

    /** Above this size, only the newest lines are kept. */
    private static final long LARGEST = 16 << 10;

    private static final int KEPT = 20;

    private RecentSessions() {}

    /**
     * One recording.
     *
     * @param process number of the process that recorded
     * @param addresses of its listeners
     * @param file the session
     * @param recording whether the process is still recording
     */
    public record Recording(long process, List<String> addresses, Path file, boolean recording) {}

    /**
     * Adds a recording by this process. If the home folder cannot be written, the session is recorded without an
     * entry.
     */
    static void note(Path home, Path file, List<Endpoint> addresses) {
        String path = file.toAbsolutePath().toString();
        if (path.contains("\n")) {
            return;
        }
        String line = ProcessHandle.current().pid() + "\t"
                + addresses.stream().map(Endpoint::toString).collect(Collectors.joining(",")) + "\t" + path + "\n";
        try {
            Path list = home.resolve(NAME);
            if (Files.exists(list) && Files.size(list) > LARGEST) {
                shorten(list);
            }
            append(list, line);
        } catch (IOException e) {
            // commands then ask for the session
        }
    }

    private static void shorten(Path list) throws IOException {
        List<String> lines = Files.readAllLines(list);
        String newest = String.join("\n", lines.subList(Math.max(0, lines.size() - KEPT), lines.size())) + "\n";
        Path draft = list.resolveSibling(NAME + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft);
        append(draft, newest);
        Files.move(draft, list, StandardCopyOption.ATOMIC_MOVE);
    }

    /** One short write, so that lines of several processes do not mix. */
    private static void append(Path list, String text) throws IOException {
        try (FileChannel channel = PrivateFiles.append(list)) {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
        }
    }

    /** Returns the newest session that is being recorded; if there is none, the newest that exists. */
    public static Optional<Recording> newest(Path home) {
        List<Recording> all = list(home);
        return all.stream()
                .filter(Recording::recording)
                .findFirst()
                .or(() -> all.stream().filter(each -> Files.exists(each.file())).findFirst());
    }

    /** Returns the current recording of the process that listens on a port. */
    public static Optional<Recording> listeningOn(int port, Path home) {
        Predicate<String> same = address -> address.endsWith(":" + port);
        return list(home).stream()
                .filter(each -> each.recording() && each.addresses().stream().anyMatch(same))
                .findFirst();
    }

    /**
     * Returns the newest recording of each session, the newest first. Lines that another version wrote differently are
     * skipped.
     */
    private static List<Recording> list(Path home) {
        List<Recording> found = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(home.resolve(NAME));
            Set<String> seen = new HashSet<>();
            for (int i = lines.size() - 1; i >= 0; i--) {
                String[] parts = lines.get(i).split("\t", 3);
                if (parts.length == 3 && parts[0].matches("[0-9]{1,18}") && seen.add(parts[2])) {
                    Path file = Path.of(parts[2]);
                    found.add(new Recording(
                            Long.parseLong(parts[0]),
                            Arrays.asList(parts[1].split(",")),
                            file,
                            SqliteSessionReader.isRecorded(file)));
                }
            }
        } catch (IOException | RuntimeException e) {
            // no recording yet, or a file that Steno did not write
        }
        return found;
    }
}
