package dev.steno.tui.editor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The editor of a person: that of {@code VISUAL} or {@code EDITOR}, which are commands of a shell, otherwise one that is
 * found. Immutable.
 */
public record TextEditor(String command) {
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    /** Looked for if the environment names none. */
    private static final List<String> USUAL = List.of("vi", "nano");

    /**
     * Chooses an editor.
     *
     * @param environment of the process
     * @throws IOException if there is none; the message says what to do
     */
    public static TextEditor of(Map<String, String> environment) throws IOException {
        for (String name : List.of("VISUAL", "EDITOR")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                return new TextEditor(value);
            }
        }
        if (WINDOWS) {
            return new TextEditor("notepad");
        }
        for (String usual : USUAL) {
            if (isFound(usual, environment.getOrDefault("PATH", ""))) {
                return new TextEditor(usual);
            }
        }
        throw new IOException("there is no editor: EDITOR is not set, and neither vi nor nano is found; set EDITOR");
    }

    private static boolean isFound(String program, String path) {
        for (String folder : path.split(Pattern.quote(System.getProperty("path.separator")))) {
            try {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                    return true;
                }
            } catch (InvalidPathException e) {
                continue; // such a folder has no programs
            }
        }
        return false;
    }

    /**
     * Opens a file, on the terminal of this process, until the editor ends.
     *
     * @throws IOException if it cannot be started, or ends with another code than 0
     */
    public void open(Path file) throws IOException {
        List<String> line = WINDOWS
                ? List.of("cmd", "/c", command, file.toString())
                : List.of("sh", "-c", command + " \"$1\"", "steno", file.toString());
        Process process = new ProcessBuilder(line).inheritIO().start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException("the editor " + command + " ended with code " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the editor was open", e);
        }
    }
}
