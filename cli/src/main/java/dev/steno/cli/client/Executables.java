package dev.steno.cli.client;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
        return find(name, environment, WINDOWS);
    }

    /** @param windows whether names are completed as Windows does */
    static Optional<Path> find(String name, Map<String, String> environment, boolean windows) {
        return candidates(name, environment, windows).stream()
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Whether a command's name stands for something that exists, executable or not. */
    static boolean exists(String name, Map<String, String> environment) {
        return candidates(name, environment, WINDOWS).stream().anyMatch(Files::exists);
    }

    /** Whether a name is a path, which is not looked for in the folders of PATH. */
    static boolean isPath(String name) {
        return name.contains("/") || name.contains(File.separator);
    }

    private static List<Path> candidates(String name, Map<String, String> environment, boolean windows) {
        List<String> endings = windows ? endings(name, environment) : List.of("");
        List<Path> files = new ArrayList<>();
        try {
            if (isPath(name)) {
                addWithEndings(files, Path.of(name), endings);
                return files;
            }
            String folders = variable(environment, "PATH", "");
            for (String folder : folders.split(File.pathSeparator)) {
                addWithEndings(files, Path.of(folder.isEmpty() ? "." : folder, name), endings);
            }
        } catch (InvalidPathException e) {
            return files; // such a file cannot exist
        }
        return files;
    }

    private static void addWithEndings(List<Path> files, Path file, List<String> endings) {
        endings.forEach(ending -> files.add(file.resolveSibling(file.getFileName() + ending)));
    }

    /**
     * What is added to a name on Windows: nothing if it ends as a program does, otherwise each of PATHEXT. A file without
     * such an ending is not a program there: beside npm.cmd, there is a shell script npm.
     */
    private static List<String> endings(String name, Map<String, String> environment) {
        List<String> programs = Arrays.stream(
                        variable(environment, "PATHEXT", ".com;.exe;.bat;.cmd").split(";"))
                .map(ending -> ending.toLowerCase(Locale.ROOT))
                .filter(ending -> ending.length() > 1)
                .toList();
        boolean whole = programs.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
        return whole ? List.of("") : programs;
    }

    /** Looks up a variable, ignoring case, as Windows does. */
    private static String variable(Map<String, String> environment, String name, String otherwise) {
        String value = environment.get(name);
        return value != null
                ? value
                : environment.entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(otherwise);
    }
}
