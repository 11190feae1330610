package dev.steno.cli.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is said when a browser ended by itself with an error: its own words rarely name the cause. Stateless. */
final class BrowserEnd {
    /** A code of 128 and more tells of a signal, which the user sent. */
    private static final int BY_SIGNAL = 128;

    private BrowserEnd() {}

    /**
     * The message; empty if the browser ended well or by a signal.
     *
     * @param passed the switches of the user
     */
    static Optional<String> message(Path program, int code, List<String> passed, Map<String, String> environment) {
        if (code <= 0 || code >= BY_SIGNAL) {
            return Optional.empty();
        }
        String ended = program.getFileName() + " ended with exit code " + code;
        boolean headless = passed.stream().anyMatch(word -> word.matches("--?headless(=.*)?"));
        return Optional.of(
                headless || hasDisplay(environment)
                        ? ended
                        : ended + ": DISPLAY and WAYLAND_DISPLAY are not set, so it has no screen; without a window:"
                                + " steno browser URL -- --headless");
    }

    /** Whether windows can be shown; systems other than Linux need no variable for it. */
    private static boolean hasDisplay(Map<String, String> environment) {
        return !System.getProperty("os.name").equals("Linux")
                || !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }
}
