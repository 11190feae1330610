package dev.steno.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The encoding in which Java reads arguments and file names, which is that of the locale. In the locale {@code C}, or in
 * one that is not installed, it is ASCII, and Java replaces each other character of an argument by a question mark.
 * Stateless.
 */
public final class ArgumentEncoding {
    /** What to do in a locale of ASCII. */
    public static final String ADVICE = "this locale has no letters beyond ASCII: run with LC_ALL=C.UTF-8";

    private static final Path WORDS = Path.of("/proc/self/cmdline");

    private ArgumentEncoding() {}

    /** Whether file names and arguments are read as ASCII. */
    public static boolean isAscii() {
        return isAscii(System.getProperty("sun.jnu.encoding", ""));
    }

    private static boolean isAscii(String encoding) {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "ANSI_X3.4-1968", "US-ASCII", "ASCII", "646", "ISO646-US" -> true;
            default -> false;
        };
    }

    /**
     * Whether this process was started with arguments that Java could not read. Reads the process's arguments from
     * {@link #WORDS}, but only in a locale of ASCII; false on systems without that file.
     */
    public static boolean lostLetters() {
        return isAscii() && hasLetters(WORDS);
    }

    static boolean hasLetters(Path words) {
        try {
            for (byte each : Files.readAllBytes(words)) {
                if (each < 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
