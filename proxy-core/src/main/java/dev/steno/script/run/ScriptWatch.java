package dev.steno.script.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks four times a second whether a script, or another source file of its folder that it uses, has changed; an editor writes
 * a file in several steps, so a change counts once two looks have seen the same. Its thread ends with {@link #close}.
 */
final class ScriptWatch implements AutoCloseable {
    private static final long PERIOD_MILLIS = 250;

    /** Upper bound on the files of a folder that are looked at. */
    private static final int MOST_FILES = 1_000;

    private final Path file;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closed;
    private Map<Path, Seen> known;
    private @Nullable Map<Path, Seen> pending;

    private record Seen(
            FileTime modified, long size, @Nullable Object key) {}

    /** Is told on the thread of the watch, which it may block. */
    interface Listener {
        /** Whether a change of a file concerns the script. */
        boolean uses(Path source);

        /** A file that the script uses has changed. */
        void changed();

        /** The script is gone. */
        void deleted();
    }

    /** @param file absolute */
    ScriptWatch(Path file, Listener listener) {
        this.file = file;
        this.listener = listener;
        this.known = look();
        this.thread = new Thread(this::run, "script-watch " + file.getFileName());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            Map<Path, Seen> now = look();
            if (now.equals(known)) {
                pending = null;
            } else if (!now.equals(pending)) {
                pending = now;
            } else {
                Map<Path, Seen> before = known;
                known = now;
                pending = null;
                if (!now.containsKey(file)) {
                    if (before.containsKey(file)) {
                        listener.deleted();
                    }
                } else if (concerns(before, now)) {
                    listener.changed();
                }
            }
        }
    }

    private boolean concerns(Map<Path, Seen> before, Map<Path, Seen> now) {
        Set<Path> all = new TreeSet<>(before.keySet());
        all.addAll(now.keySet());
        return all.stream().anyMatch(each -> !Objects.equals(before.get(each), now.get(each)) && listener.uses(each));
    }

    private Map<Path, Seen> look() {
        Map<Path, Seen> seen = new TreeMap<>();
        note(file, seen);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(file.resolveSibling(""), "*.java")) {
            for (Path each : files) {
                if (seen.size() < MOST_FILES) {
                    note(each, seen);
                }
            }
        } catch (IOException | RuntimeException gone) {
            return seen;
        }
        return seen;
    }

    private static void note(Path file, Map<Path, Seen> seen) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            seen.put(file, new Seen(facts.lastModifiedTime(), facts.size(), facts.fileKey()));
        } catch (IOException gone) {
            seen.remove(file);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
