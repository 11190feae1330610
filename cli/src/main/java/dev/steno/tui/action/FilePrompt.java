package dev.steno.tui.action;

import dev.steno.command.Completion;
import dev.steno.tui.screen.Prompt;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks for the name of a file, completed by what the disk has. Stateless. */
final class FilePrompt {
    /** Upper bound on candidates. */
    private static final int MOST = 200;

    private FilePrompt() {}

    /** @param accept receives the absolute path; it is not called for an empty line */
    static Prompt of(String label, Consumer<Path> accept) {
        return new Prompt(label, "", FilePrompt::check, FilePrompt::complete, line -> {
            if (!line.isBlank()) {
                accept.accept(path(line));
            }
        });
    }

    /** A tilde at the beginning is the home folder of the user, as in a shell. */
    private static Path path(String line) {
        String name = line.strip();
        String home = System.getProperty("user.home", "");
        boolean inHome = name.equals("~") || name.startsWith("~/") || name.startsWith("~" + File.separator);
        return Path.of(inHome ? home + name.substring(1) : name)
                .toAbsolutePath()
                .normalize();
    }

    private static Prompt.@Nullable Complaint check(String line) {
        try {
            path(line);
            return null;
        } catch (InvalidPathException e) {
            return new Prompt.Complaint(Math.max(0, e.getIndex()), "this is not the name of a file: " + e.getReason());
        }
    }

    private static Completion complete(String line) {
        int from = Math.max(line.lastIndexOf('/'), line.lastIndexOf(File.separatorChar)) + 1;
        String begun = line.substring(from);
        try (Stream<Path> files = Files.list(path(from == 0 ? "." : line.substring(0, from)))) {
            List<String> found = files.filter(file -> name(file).startsWith(begun))
                    .limit(MOST)
                    .map(file -> name(file) + (Files.isDirectory(file) ? "/" : ""))
                    .sorted()
                    .toList();
            return new Completion(from, found);
        } catch (IOException | InvalidPathException e) {
            return new Completion(line.length(), List.of());
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
