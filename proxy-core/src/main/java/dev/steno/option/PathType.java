package dev.steno.option;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths of files and folders. A leading {@code ~/} means the user's home, as in a shell, so that a configuration
 * file can use it. Completion lists folders and blocks on the file system.
 */
record PathType() implements ValueType<Path> {

    @Override
    public String name() {
        return "path";
    }

    @Override
    public String metavar() {
        return "FILE";
    }

    @Override
    public String accepted() {
        return "the path of a file or folder";
    }

    @Override
    public Path parse(String text) {
        if (text.isEmpty()) {
            throw new ValueException(text, "is not a path", accepted());
        }
        if (!text.equals("~") && !text.startsWith("~/")) {
            return of(text);
        }
        Path inHome = of(text.substring(Math.min(2, text.length())));
        try {
            return UserHome.path().resolve(inHome);
        } catch (OptionException homeless) {
            return of(text); // code that needs the folder refuses such a path with UserHome's message
        }
    }

    /** Converts a text to a path. */
    static Path of(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            boolean letters = !text.chars().allMatch(c -> c < 0x80);
            String reason = letters && ArgumentEncoding.isAscii() ? ArgumentEncoding.ADVICE : e.getReason();
            throw new ValueException(text, "is not a path (" + reason + ")", "the path of a file or folder");
        }
    }

    @Override
    public String print(Path value) {
        String text = value.toString();
        return text.isEmpty() ? "." : text;
    }

    @Override
    public List<String> complete(String prefix) {
        int name = prefix.lastIndexOf('/') + 1;
        String directory = prefix.substring(0, name);
        String begun = prefix.substring(name);
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory.isEmpty() ? Path.of(".") : parse(directory))) {
            for (Path entry : entries) {
                String file = String.valueOf(entry.getFileName());
                if (file.startsWith(begun) && (!file.startsWith(".") || begun.startsWith("."))) {
                    found.add(directory + file + (Files.isDirectory(entry) ? "/" : ""));
                }
            }
        } catch (IOException | DirectoryIteratorException | IllegalArgumentException e) {
            // A folder that cannot be listed has no completions; the reason is reported when the path is used.
            return List.of();
        }
        found.sort(null);
        return found;
    }
}
