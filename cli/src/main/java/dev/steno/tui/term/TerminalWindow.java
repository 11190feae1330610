package dev.steno.tui.term;

import dev.steno.tui.app.Outside;
import dev.steno.tui.app.TerminalFrame;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.StyledText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The terminal while the interface has it: without echo, on its alternate screen. However the process ends, short of
 * SIGKILL, the terminal is restored.
 */
public final class TerminalWindow implements Outside, AutoCloseable {
    private static final String STOP = "TSTP";

    private final Map<String, String> environment;
    private final Terminal terminal;
    private final Palette palette;
    private final KeyMap<String> keys;
    private final BindingReader reader;
    private final Display display;
    private final Thread atExit = new Thread(this::restore, "restore-terminal");

    /** The modes before; guarded by this, as is {@link #entered}. */
    private final Attributes before;

    private boolean entered;
    private @Nullable Size size;

    /** Set by the thread of a signal. */
    private volatile boolean stopped;

    private TerminalWindow(Terminal terminal, Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
        this.before = terminal.getAttributes();
        Integer colours = terminal.getNumericCapability(Capability.max_colors);
        ColourDepth depth = ColourDepth.of(environment, colours == null ? -1 : colours);
        this.keys = Keys.of(terminal);
        this.reader = new BindingReader(terminal.reader());
        this.display = new Display(terminal, true);
        enter();
        this.palette = new Palette(depth, Background.isDark(terminal, environment));
        Runtime.getRuntime().addShutdownHook(atExit);
        Signals.register(STOP, () -> stopped = true);
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
        NativeTerminal.load();
        Terminal terminal;
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build();
        } catch (IllegalStateException e) {
            throw new IOException("the terminal cannot be used: " + e.getMessage(), e);
        }
        if (terminal.getStringCapability(Capability.cursor_address) == null) {
            terminal.close();
            throw new IOException("the terminal cannot show it (TERM=" + type + " cannot move its cursor)");
        }
        return new TerminalWindow(terminal, environment);
    }

    private synchronized void enter() {
        Attributes raw = terminal.enterRawMode();
        raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, false); // Ctrl-C and Ctrl-Z are keys
        terminal.setAttributes(raw);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
        terminal.puts(Capability.clear_screen);
        terminal.flush();
        entered = true;
    }

    /** Any thread: also that of the JVM's end. */
    private synchronized void restore() {
        if (entered) {
            entered = false;
            PrintWriter out = terminal.writer();
            out.write("\u001b[0m");
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.keypad_local);
            terminal.puts(Capability.exit_ca_mode);
            terminal.flush();
            terminal.setAttributes(before);
        }
    }

    /** Whether the process was asked to stop, or the size has changed, so that a frame is wanted. */
    public boolean wantsFrame() {
        return stopped || !terminal.getSize().equals(size);
    }

    /** Returns the width in columns. */
    public int width() {
        return terminal.getSize().getColumns();
    }

    /** Returns the height in rows. */
    public int height() {
        return terminal.getSize().getRows();
    }

    /**
     * Waits for a key; returns its name, or the text that it types; null if none came in time.
     *
     * @param millis more than 0
     */
    public @Nullable String key(long millis) {
        int next = reader.peekCharacter(millis);
        if (next == NonBlockingReader.READ_EXPIRED) {
            return null;
        }
        if (next == NonBlockingReader.EOF) {
            return ENDED;
        }
        String name = reader.readBinding(keys, null, true);
        return name == null ? ENDED : name.equals(Keys.TEXT) ? reader.getLastBinding() : name;
    }

    /** What {@link #key} returns if the terminal is gone. */
    public static final String ENDED = "end of input";

    /** Shows a frame. */
    public void draw(TerminalFrame frame) {
        if (stopped) {
            suspend();
        }
        Size now = terminal.getSize();
        if (!now.equals(size)) {
            size = Size.of(now);
            display.resize(now);
            display.clear();
        }
        List<AttributedString> lines = new ArrayList<>(frame.lines().size());
        for (Line line : frame.lines()) {
            lines.add(styled(line));
        }
        boolean typing = frame.cursorRow() >= 0;
        terminal.puts(Capability.cursor_invisible);
        display.update(lines, typing ? now.cursorPos(frame.cursorRow(), frame.cursorColumn()) : 0, false);
        if (typing) {
            terminal.puts(Capability.cursor_visible);
        }
        terminal.flush();
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
        restore();
        try {
            task.call();
        } finally {
            enter();
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
        restore();
        Stopping.stopProcesses();
        stopped = false;
        Signals.register(STOP, () -> stopped = true);
        enter();
        redraw();
    }

    /** Restores the terminal. */
    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is ending
        }
        Signals.registerDefault(STOP);
        try {
            terminal.close();
        } catch (IOException e) {
            // it has been restored
        }
    }
}
