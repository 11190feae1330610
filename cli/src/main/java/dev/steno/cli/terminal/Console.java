package dev.steno.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a subcommand prints, and what that place can show. Text is UTF-8 whatever the locale says: what is shown comes from
 * the network, not from this machine.
 */
public final class Console {
    /** Set by the launcher: {@code no}, or the terminal's width, empty where it is not known. */
    private static final String TERMINAL = "steno.terminal";

    /** The same for standard error. */
    private static final String ERROR_TERMINAL = "steno.terminal.err";

    private static final int USUAL_WIDTH = 80;

    private final StandardOut bytes;
    private final PrintStream out;
    private final PrintStream err;
    private final @Nullable Integer width;
    private final boolean colour;
    private final @Nullable Integer progressWidth;
    private final InputStream in;
    private final boolean process;

    /**
     * A console of one's own: it answers no questions and leaves the process's signals alone.
     *
     * @param width columns of the terminal; null where {@code out} is none
     * @param environment asked for {@code NO_COLOR} and {@code TERM}
     */
    public Console(OutputStream out, OutputStream err, @Nullable Integer width, Map<String, String> environment) {
        this(out, err, width, environment, width, InputStream.nullInputStream(), false);
    }

    /**
     * @param progressWidth columns of the terminal that {@code err} is; null where it is none
     * @param in where answers to questions come from
     * @param process whether the process's signals are to be heard
     */
    public Console(
            OutputStream out,
            OutputStream err,
            @Nullable Integer width,
            Map<String, String> environment,
            @Nullable Integer progressWidth,
            InputStream in,
            boolean process) {
        this.bytes = new StandardOut(out);
        this.out = new PrintStream(new BufferedOutputStream(bytes, 1 << 16), false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.width = width;
        this.colour = width != null
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        this.progressWidth = progressWidth;
        this.in = in;
        this.process = process;
    }

    /** That of the process. */
    public static Console system() {
        return new Console(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                terminalWidth(System.getProperty(TERMINAL)),
                System.getenv(),
                terminalWidth(System.getProperty(ERROR_TERMINAL, System.getProperty(TERMINAL))),
                new FileInputStream(FileDescriptor.in),
                true);
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
    public PrintStream out() {
        return out;
    }

    /** For messages about the work. */
    public PrintStream err() {
        return err;
    }

    /** Whether a person looks at {@link #out}. */
    public boolean isTerminal() {
        return width != null;
    }

    /** Columns of the terminal that {@link #err} is; null where nobody looks at it. */
    @Nullable
    Integer progressWidth() {
        return progressWidth;
    }

    /**
     * Asks a person a question on standard error.
     *
     * @return whether the answer begins with y; false where there is none
     */
    public boolean confirm(String question) throws IOException {
        out.flush();
        err.print(question + " [y/N] ");
        err.flush();
        // Not closed: standard input is the process's.
        String answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** Has the action run when a signal asks the process to end; see {@link Signals#onEnd}. */
    void onEnd(Runnable action) {
        if (process) {
            Signals.onEnd(action);
        }
    }

    /** The terminal's columns. */
    public int width() {
        return width == null ? USUAL_WIDTH : width;
    }

    /** Whether {@link #out} shows colours. */
    public boolean colour() {
        return colour;
    }

    /** Says one line about the work on standard error. */
    public void say(String message) {
        out.flush();
        err.println("steno: " + message);
    }

    /**
     * Hands on what was printed. To be called at the end, and now and then in between, so that nobody goes on printing what
     * nobody reads.
     *
     * @throws StandardOut.Gone if it cannot be written
     */
    public void flush() throws StandardOut.Gone {
        out.flush();
        bytes.check();
    }
}
