package dev.steno.cli.client;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks programs up as a shell does. Reads folders; stateless. */
final class Executables {
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    private Executables() {}

    /** Returns the executable file that a command's name stands for; empty if there is none. */
    static Optional<Path> find(String name, Map<String, String> environment) {
        return candidates(name, environment).stream()
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Whether a command's name stands for something that exists, executable or not. */
    static boolean exists(String name, Map<String, String> environment) {
        return candidates(name, environment).stream().anyMatch(Files::exists);
    }

    private static List<Path> candidates(String name, Map<String, String> environment) {
        List<Path> files = new ArrayList<>();
        try {
            if (name.contains("/") || name.contains(File.separator)) {
                addWithEndings(files, Path.of(name));
                return files;
            }
            String folders = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
            for (String folder : folders.split(File.pathSeparator)) {
                addWithEndings(files, Path.of(folder.isEmpty() ? "." : folder, name));
            }
        } catch (InvalidPathException e) {
            return files; // such a file cannot exist
        }
        return files;
    }

    private static void addWithEndings(List<Path> files, Path file) {
        files.add(file);
        if (WINDOWS) {
            for (String ending : List.of(".exe", ".cmd", ".bat")) {
                files.add(file.resolveSibling(file.getFileName() + ending));
            }
        }
    }
}
