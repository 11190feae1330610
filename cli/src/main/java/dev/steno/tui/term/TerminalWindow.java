package dev.steno.tui.term;

import dev.steno.tui.app.App;
import dev.steno.tui.app.Outside;
import dev.steno.tui.app.TerminalFrame;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.StyledText;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** The terminal while the interface has it: gives keys, and shows frames on its alternate screen. */
public final class TerminalWindow implements Outside, AutoCloseable {
    /** What {@link #key} returns if the terminal is gone. */
    public static final String ENDED = "end of input";

    private static final String STOP = "TSTP";
    private static final String CONTINUE = "CONT";

    /** How often a process in the background looks whether it has its terminal again. */
    private static final long AWAY_MILLIS = 200;

    /** The size of a terminal that does not tell its own. */
    private static final Size USUAL = Size.of(80, 24);

    private final Map<String, String> environment;
    private final Terminal terminal;
    private final TerminalModes modes;
    private final ColourDepth depth;
    private final KeyMap<String> keys;
    private final BindingReader reader;
    private final Display display;

    /** Whether the last frame was made for a larger terminal, so that it was not shown. */
    private boolean misfit;

    private final Interrupts interrupts = new Interrupts();
    private Palette palette;
    private @Nullable Size size;
    private TerminalFrame shown = TerminalFrame.EMPTY;
    private Map<Line, AttributedString> drawn = Map.of();

    /** Set by the threads of signals. */
    private volatile boolean stopped;

    private volatile boolean continued;

    /** Whether the process was continued in the background of its terminal, and has not come to the foreground since. */
    private boolean away;

    /** Whether reading may have failed in the background, which is told by a later read. */
    private boolean failedAway;

    private TerminalWindow(Terminal terminal, OutputStream out, Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
        this.modes = new TerminalModes(terminal, out);
        Integer colours = terminal.getNumericCapability(Capability.max_colors);
        this.depth = ColourDepth.of(environment, colours == null ? -1 : colours);
        this.palette = new Palette(depth, true);
        this.keys = Keys.of(terminal);
        this.reader = new BindingReader(terminal.reader());
        this.display = new Display(terminal, true);
        modes.enter();
        Background.ask(terminal, environment);
        listen();
    }

    private void listen() {
        Signals.register(STOP, () -> stopped = true);
        Signals.register(CONTINUE, () -> continued = true);
        Foreground.ignoreStops();
    }

    /**
     * Takes the terminal of the process.
     *
     * @throws IOException if the process has none, or one that cannot move its cursor; the message is for people
     */
    public static TerminalWindow open(Map<String, String> environment) throws IOException {
        String type = environment.getOrDefault("TERM", "");
        if (type.equals("dumb")) {
            throw new IOException("the terminal cannot show it (TERM=dumb)");
        }
        if (Foreground.isLost()) {
            throw new IOException(
                    "it needs the foreground of its terminal, which another program has: start it without &,"
                            + " or, if a program such as timeout starts it, by timeout --foreground");
        }
        NativeTerminal.load();
        Terminal terminal;
        try {
            terminal = system();
        } catch (IllegalStateException e) {
            throw new IOException(
                    "it needs a terminal for keys and for output, and standard input or output is none", e);
        }
        if (terminal.getStringCapability(Capability.cursor_address) == null) {
            terminal.close();
            throw new IOException("the terminal cannot show it (TERM=" + type + " cannot move its cursor)");
        }
        return on(terminal, new FileOutputStream(FileDescriptor.out), environment);
    }

    /**
     * Returns the terminal of the process. Its native library was loaded, so that programs need not be asked, each of which would
     * delay the first frame.
     *
     * @throws IllegalStateException if there is none
     */
    private static Terminal system() throws IOException {
        return TerminalBuilder.builder()
                .system(true)
                .dumb(false)
                .exec(false)
                .nativeSignals(false)
                .graphemeCluster(false)
                .encoding(StandardCharsets.UTF_8)
                .build();
    }

    /**
     * Returns a window that no one sees.
     *
     * @param keys what is typed
     */
    public static TerminalWindow unseen(String keys) throws IOException {
        NativeTerminal.load();
        try {
            system().close(); // for its classes
        } catch (IllegalStateException e) {
            // as expected: there is no terminal
        }
        InputStream typed = new SequenceInputStream(
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                new PipedInputStream(new PipedOutputStream()));
        OutputStream out = OutputStream.nullOutputStream();
        Terminal terminal = new ExternalTerminal("unseen", "xterm-256color", typed, out, StandardCharsets.UTF_8);
        terminal.setSize(USUAL);
        return on(terminal, out, Map.of());
    }

    /** Takes a terminal, and an output to it. */
    static TerminalWindow on(Terminal terminal, OutputStream out, Map<String, String> environment) {
        return new TerminalWindow(terminal, out, environment);
    }

    /** Whether the process was stopped or continued, or the size has changed, so that a frame is wanted. */
    public boolean wantsFrame() {
        interrupts.heed();
        return stopped || continued || away || misfit || !size().equals(size);
    }

    private Size size() {
        try {
            Size now = terminal.getSize();
            return now.getColumns() < 1 || now.getRows() < 1 ? USUAL : now;
        } catch (IOError e) {
            return USUAL; // the other side of the terminal is closed, which the next key tells
        }
    }

    /** Returns the width in columns, at least 1. */
    public int width() {
        return size().getColumns();
    }

    /** Returns the height in rows, at least 1. */
    public int height() {
        return size().getRows();
    }

    /**
     * Waits for a key; returns its name, or the text that it types; null if none came in time. A pasted text is one key,
     * see {@link App#PASTED}.
     *
     * @param millis more than 0
     */
    public @Nullable String key(long millis) {
        if (away) {
            return awaitReturn(millis);
        }
        try {
            int next = reader.peekCharacter(millis);
            if (next == NonBlockingReader.READ_EXPIRED) {
                return null;
            }
            String name = next == NonBlockingReader.EOF ? null : reader.readBinding(keys, null, true);
            if (name == null) {
                return ENDED;
            }
            if (name.equals(Keys.BACKGROUND)) {
                palette = new Palette(depth, Background.isDark(Background.answer(reader)));
                redraw();
                return null;
            }
            if (name.equals(Keys.PASTE)) {
                return App.PASTED + Pasting.text(reader);
            }
            return name.equals(Keys.TEXT) ? reader.getLastBinding() : name;
        } catch (IOError e) {
            if (Foreground.isLost()) {
                away = true;
                return null;
            }
            if (failedAway) {
                failedAway = false;
                return null;
            }
            return ENDED; // the other side of the terminal is closed
        }
    }

    /** Reads nothing, as long as another job has the terminal. */
    private static @Nullable String awaitReturn(long millis) {
        try {
            Thread.sleep(Math.min(millis, AWAY_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ENDED;
        }
        return null;
    }

    /**
     * Shows a frame. One that is shown already costs nothing.
     *
     * @return how many of its lines were not shown in their places before
     */
    public int draw(TerminalFrame frame) {
        if (stopped) {
            suspend();
        }
        if (!isShown()) {
            return 0;
        }
        Size now = size();
        if (!now.equals(size)) {
            size = Size.of(now);
            display.resize(now);
            display.clear();
            shown = TerminalFrame.EMPTY;
            drawn = Map.of();
        }
        // a frame that was made before the terminal became smaller would scroll it, unknown to the display
        misfit = isLarger(frame, now);
        if (misfit || frame.equals(shown)) {
            return 0;
        }
        int changed = frame.linesUnlike(shown);
        shown = frame;
        boolean typing = frame.cursorRow() >= 0;
        terminal.puts(Capability.cursor_invisible);
        display.update(
                styled(frame.lines()), typing ? now.cursorPos(frame.cursorRow(), frame.cursorColumn()) : 0, false);
        if (typing) {
            terminal.puts(Capability.cursor_visible);
        }
        terminal.flush();
        return changed;
    }

    /** Takes the terminal again if the process was continued; returns whether it has it. */
    private boolean isShown() {
        if (!continued && !away) {
            return true;
        }
        continued = false; // first: a signal after it is seen by the next call
        away = Foreground.isLost();
        if (away) {
            failedAway = true;
            return false;
        }
        modes.enter(); // a shell may have set its own
        redraw();
        return true;
    }

    private static boolean isLarger(TerminalFrame frame, Size than) {
        return frame.lines().size() > than.getRows()
                || frame.lines().stream().anyMatch(line -> line.width() > than.getColumns());
    }

    /**
     * Returns lines as the terminal takes them; those of the last frame are not made again. If few of them are there, none will
     * have moved, and looking for those that have costs more than all else.
     */
    private List<AttributedString> styled(List<Line> lines) {
        Map<Line, AttributedString> made = new HashMap<>(2 * lines.size());
        List<AttributedString> all = new ArrayList<>(lines.size());
        int kept = 0;
        for (Line line : lines) {
            AttributedString before = drawn.get(line);
            kept += before == null ? 0 : 1;
            AttributedString text = before == null ? styled(line) : before;
            made.put(line, text);
            all.add(text);
        }
        drawn = made;
        display.setScrollOptimization(2 * kept > lines.size());
        return all;
    }

    private AttributedString styled(Line line) {
        AttributedStringBuilder text = new AttributedStringBuilder();
        for (StyledText part : line.parts()) {
            text.append(part.text(), palette.of(part));
        }
        return text.toAttributedString();
    }

    /** Draws everything again with the next frame. */
    public void redraw() {
        size = null;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public void lend(Callable<Void> task) throws Exception {
        interrupts.ignore(); // first: from the next line on, Ctrl-C is one
        modes.restore();
        Signals.registerDefault(STOP); // stopped and continued with the other program
        Foreground.heedStops();
        try {
            task.call();
        } finally {
            interrupts.returned();
            listen();
            modes.enter();
            redraw();
        }
    }

    /** OSC 52 of xterm; a terminal that does not know it, or does not allow it, ignores it. */
    @Override
    public void copy(String text) {
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        terminal.writer().write("\u001b]52;c;" + base64 + "\u0007");
        terminal.flush();
    }

    @Override
    public void suspend() {
        modes.restore();
        Stopping.stopProcesses();
        stopped = false;
        listen();
        continued = true; // the shell may have continued it in the background, or to end it
    }

    /** Restores the terminal. Any thread. */
    @Override
    public void close() {
        Foreground.ignoreStops(); // it may be lent, to a program that was stopped and continued in the background
        boolean takesOutput = modes.leave();
        interrupts.restore();
        Signals.registerDefault(STOP);
        Signals.registerDefault(CONTINUE);
        if (takesOutput) {
            try {
                terminal.close();
            } catch (IOException e) {
                // it has been restored
            }
        }
        Foreground.heedStops();
    }
}
