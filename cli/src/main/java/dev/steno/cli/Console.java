package dev.steno.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a subcommand prints, and what that place can show. Text is UTF-8 whatever the locale says: what is shown comes from
 * the network, not from this machine.
 */
final class Console {
    /** Set by the launcher: {@code no}, or the terminal's width, empty where it is not known. */
    private static final String TERMINAL = "steno.terminal";

    private static final int USUAL_WIDTH = 80;

    private final StandardOut bytes;
    private final PrintStream out;
    private final PrintStream err;
    private final @Nullable Integer width;
    private final boolean colour;

    /**
     * A console of one's own.
     *
     * @param width columns of the terminal; null where {@code out} is none
     * @param environment asked for {@code NO_COLOR} and {@code TERM}
     */
    Console(OutputStream out, OutputStream err, @Nullable Integer width, Map<String, String> environment) {
        this.bytes = new StandardOut(out);
        this.out = new PrintStream(new BufferedOutputStream(bytes, 1 << 16), false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.width = width;
        this.colour = width != null
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** That of the process. */
    static Console system() {
        return new Console(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                terminalWidth(System.getProperty(TERMINAL)),
                System.getenv());
    }

    private static @Nullable Integer terminalWidth(@Nullable String told) {
        if (told == null) {
            // Started without the launcher. From 22 on the JVM has a console even where there is no terminal.
            return System.console() != null && Runtime.version().feature() < 22 ? USUAL_WIDTH : null;
        }
        if (told.equals("no")) {
            return null;
        }
        try {
            int width = Integer.parseInt(told);
            return width > 0 ? width : USUAL_WIDTH;
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    /** For text. It never throws; {@link #flush} does. */
    PrintStream out() {
        return out;
    }

    /** For messages about the work. */
    PrintStream err() {
        return err;
    }

    /** Whether a person looks at {@link #out}. */
    boolean isTerminal() {
        return width != null;
    }

    /** The terminal's columns. */
    int width() {
        return width == null ? USUAL_WIDTH : width;
    }

    /** Whether {@link #out} shows colours. */
    boolean colour() {
        return colour;
    }

    /** Says one line about the work on standard error. */
    void say(String message) {
        out.flush();
        err.println("steno: " + message);
    }

    /**
     * Hands on what was printed. To be called at the end, and now and then in between, so that nobody goes on printing what
     * nobody reads.
     *
     * @throws StandardOut.Gone if it cannot be written
     */
    void flush() throws StandardOut.Gone {
        out.flush();
        bytes.check();
    }
}
