package dev.steno.tui.term;

import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;

/**
 * The modes of the terminal, which are restored however the process ends, short of SIGKILL. Any thread.
 *
 * <p>A terminal may take no output, since it was stopped (Ctrl-S) or its other side does not read. Restoring it then
 * gives up after a second, so that the process can end.
 */
final class TerminalModes {
    private static final long PATIENCE_MILLIS = 1_000;

    /** What other parts have for their end if the process must be ended by force. */
    private static final long END_MILLIS = 5_000;

    private final Terminal terminal;
    private final OutputStream out;
    private final byte[] end;
    private final Attributes before;
    private final AtomicBoolean entered = new AtomicBoolean();
    private final Thread atExit = new Thread(this::restoreAtExit, "restore-terminal");

    /** Whether the terminal took no output when it was to be restored. */
    private volatile boolean stuck;

    /** @param out to the terminal, for its end: at that of the JVM, JLine's own output may be closed */
    TerminalModes(Terminal terminal, OutputStream out) {
        this.terminal = terminal;
        this.out = out;
        this.end = end(terminal);
        this.before = terminal.getAttributes();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private static byte[] end(Terminal terminal) {
        StringBuilder end = new StringBuilder("\u001b[0m").append(Pasting.OFF);
        // without an alternate screen, there is none to return to: what follows must not be written among the last
        // frame
        Capability leave = terminal.getStringCapability(Capability.exit_ca_mode) == null
                ? Capability.clear_screen
                : Capability.exit_ca_mode;
        for (Capability each : List.of(Capability.cursor_visible, Capability.keypad_local, leave)) {
            String sequence = terminal.getStringCapability(each);
            if (sequence != null) {
                end.append(Curses.tputs(sequence));
            }
        }
        return end.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Has each key reported at once without echo, and shows the alternate screen. Also if another program changed that. */
    void enter() {
        terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, false); // Ctrl-C and Ctrl-Z are keys
        terminal.setAttributes(raw);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.writer().write(Pasting.ON);
        terminal.puts(Capability.cursor_invisible);
        terminal.puts(Capability.clear_screen);
        terminal.flush();
        entered.set(true);
    }

    /** Restores the modes and the screen that were there before; no effect if they are there. */
    void restore() {
        if (entered.getAndSet(false)) {
            stuck = !inTime(this::writeEnd);
            try {
                terminal.setAttributes(before);
            } catch (IOError e) {
                // the other side of the terminal is closed
            }
        }
    }

    private void writeEnd() {
        try {
            terminal.flush();
            out.write(end);
            out.flush();
        } catch (IOException e) {
            // the other side of the terminal is closed
        }
    }

    private static boolean inTime(Runnable output) {
        Thread thread = new Thread(output, "terminal-output");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** JLine flushes its output at the end of the JVM, and would wait for a terminal that takes none. */
    private void restoreAtExit() {
        restore();
        if (stuck && !inTime(terminal::flush)) { // it may take output again by now
            try {
                Thread.sleep(END_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        }
    }

    /** Restores everything. Returns whether the terminal takes output, so that it can be closed. */
    boolean leave() {
        restore();
        if (!stuck) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException e) {
                // the JVM is ending
            }
        }
        return !stuck;
    }
}
