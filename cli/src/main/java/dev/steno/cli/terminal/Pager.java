package dev.steno.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows output page by page on a terminal, by the command in STENO_PAGER or PAGER, else by less. For one thread.
 *
 * <p>While it runs, signals that ask for the end do not end this process: Ctrl-C belongs to the pager, which would leave
 * the terminal in its own mode if the source of its input vanished.
 */
public final class Pager implements AutoCloseable {
    /** Exits at once if the text fits on a page, shows colours, and leaves the text on the screen. */
    private static final String USUAL = "less -FRX";

    private static final int NOT_FOUND = 127;

    private final String command;
    private final Process process;
    private final Console console;
    private final Console terminal;

    private Pager(String command, Process process, Console terminal) {
        this.command = command;
        this.process = process;
        this.terminal = terminal;
        this.console = terminal.writingTo(process.getOutputStream());
    }

    /** Starts the pager; null if the output is not a terminal, or there is no pager. */
    public static @Nullable Pager start(Console terminal) {
        String command = command(terminal);
        if (!terminal.isTerminal() || command == null) {
            return null;
        }
        ProcessBuilder pager = new ProcessBuilder("sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        pager.environment().putIfAbsent("LESSCHARSET", "utf-8"); // the output is UTF-8 whatever the locale
        try {
            terminal.out().flush();
            terminal.onEnd(() -> {});
            return new Pager(command, pager.start(), terminal);
        } catch (IOException noShell) {
            return null;
        }
    }

    private static @Nullable String command(Console terminal) {
        Map<String, String> environment = terminal.environment();
        String chosen = environment.getOrDefault("STENO_PAGER", environment.get("PAGER"));
        if (chosen != null) {
            return chosen.isBlank() || chosen.strip().equals("cat") ? null : chosen;
        }
        return hasLess(environment.getOrDefault("PATH", "")) ? USUAL : null;
    }

    private static boolean hasLess(String path) {
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!folder.isEmpty() && new File(folder, "less").canExecute()) {
                return true;
            }
        }
        return false;
    }

    /** The console whose output the pager shows. */
    public Console console() {
        return console;
    }

    /** Waits until the reader has left the pager. */
    @Override
    public void close() throws IOException {
        try {
            console.out().flush();
            closeInput();
            if (process.waitFor() == NOT_FOUND) {
                terminal.say(
                        "the pager \"" + command + "\" was not found; set STENO_PAGER to another, or to cat for none");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException readerLeft) {
            // the reader has seen enough
        }
    }
}
