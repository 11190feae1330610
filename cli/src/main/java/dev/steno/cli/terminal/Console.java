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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams that a subcommand prints to, and what the terminal can show. Text is UTF-8 whatever the locale, since it
 * comes from the network. For one thread, except {@link #say}.
 */
public final class Console {
    /** Set by the launcher: {@code no}, or the width of the terminal in columns, empty if it is unknown. */
    private static final String TERMINAL = "steno.terminal";

    /** The same for standard error. */
    private static final String ERROR_TERMINAL = "steno.terminal.err";

    private static final int USUAL_WIDTH = 80;

    private final StandardOut bytes;
    private final PrintStream out;
    private final PrintStream err;
    private final @Nullable Integer width;
    private final boolean usuallyColoured;
    private final int usualWidth;
    private boolean colour;
    private final @Nullable Integer progressWidth;
    private final InputStream in;
    private final boolean process;
    private final Map<String, String> environment;

    /**
     * A console separate from the process's: it has no input and installs no signal handlers.
     *
     * @param width columns of the terminal; null if {@code out} is not a terminal
     * @param environment environment variables, of which {@code NO_COLOR} and {@code TERM} are read
     */
    public Console(OutputStream out, OutputStream err, @Nullable Integer width, Map<String, String> environment) {
        this(out, err, width, environment, width, InputStream.nullInputStream(), false);
    }

    /**
     * @param progressWidth columns of the terminal; null if {@code err} is not a terminal
     * @param in read for answers to questions
     * @param process whether {@link #onEnd} installs handlers for the process's signals
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
        this.usuallyColoured = width != null
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        this.colour = usuallyColoured;
        this.usualWidth = columns(environment.getOrDefault("COLUMNS", ""));
        this.progressWidth = progressWidth;
        this.in = in;
        this.process = process;
        this.environment = environment;
    }

    /** Returns the console of the process. */
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
            // Started without the launcher. From 22 on, the JVM has a console even without a terminal.
            return System.console() != null && Runtime.version().feature() < 22 ? USUAL_WIDTH : null;
        }
        return told.equals("no") ? null : columns(told);
    }

    /** Returns a number of columns; 80 if the text is none. */
    private static int columns(String text) {
        try {
            int width = Integer.parseInt(text);
            return width > 0 ? width : USUAL_WIDTH;
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    /** A console like this one whose output goes elsewhere, for a pager in front of the same terminal. */
    Console writingTo(OutputStream other) {
        Console like = new Console(other, err, width, environment, progressWidth, in, false);
        like.colour = colour;
        return like;
    }

    /** Returns the environment variables. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Standard output. Writing never throws; {@link #flush} does. */
    public PrintStream out() {
        return out;
    }

    /** Standard input. It belongs to the process, so it is not to be closed. */
    public InputStream in() {
        return in;
    }

    /** Standard output for bytes, without a buffer; for a command that prints nothing to {@link #out}. */
    public OutputStream bytes() {
        return bytes;
    }

    /** Standard error, for messages. */
    public PrintStream err() {
        return err;
    }

    /** Whether {@link #out} is a terminal. */
    public boolean isTerminal() {
        return width != null;
    }

    /** Whether {@link #err} is a terminal. */
    public boolean isErrorTerminal() {
        return progressWidth != null;
    }

    /** Columns of the terminal; null if {@link #err} is not a terminal. */
    @Nullable
    Integer progressWidth() {
        return progressWidth;
    }

    /**
     * Asks for confirmation on standard error, and blocks until a line of input arrives.
     *
     * @return whether the answer begins with y; false if the input has ended
     */
    public boolean confirm(String question) throws IOException {
        out.flush();
        err.print(question + " [y/N] ");
        err.flush();
        // not closed: standard input belongs to the process
        String answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** Runs the action when a signal asks the process to end; see {@link Signals#onEnd}. */
    void onEnd(Runnable action) {
        if (process) {
            Signals.onEnd(action);
        }
    }

    /** Runs the action with the name of each signal that asks the process to end; see {@link Signals#onEach}. */
    public void onEachEndingSignal(Consumer<String> action) {
        if (process) {
            Signals.onEach(action);
        }
    }

    /** Columns of the terminal; those of COLUMNS if there is none, by default 80. */
    public int width() {
        return width == null ? usualWidth : width;
    }

    /** Decides whether {@link #out} is coloured. To be called before anything is printed. */
    public void colourWhen(Colouring when) {
        colour = when == Colouring.ALWAYS || when == Colouring.AUTO && usuallyColoured;
    }

    /** Whether {@link #err} is a terminal, i.e. a person reads the messages. */
    public boolean messagesAreRead() {
        return progressWidth != null;
    }

    /** Whether {@link #out} may be coloured. */
    public boolean colour() {
        return colour;
    }

    /** Prints a message, in one line, on standard error. */
    public void say(String message) {
        out.flush();
        err.println("steno: " + message);
    }

    /**
     * Flushes standard output. Call it at the end, and periodically during a long listing: it throws once the reader of
     * a pipe has left, so that the listing stops.
     *
     * @throws StandardOut.Gone if the output cannot be written
     */
    public void flush() throws StandardOut.Gone {
        out.flush();
        bytes.check();
    }

    /**
     * As {@link #flush}, but the work continues if the reader has left: for commands whose exit code says what they found.
     *
     * @throws StandardOut.Gone if the output cannot be written for another reason, such as a full disk
     */
    public void flushWhileRead() throws StandardOut.Gone {
        try {
            flush();
        } catch (StandardOut.Gone e) {
            if (!e.readerLeft()) {
                throw e;
            }
        }
    }
}
