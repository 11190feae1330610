package dev.steno.cli.terminal;

import java.io.FileInputStream;
import java.io.IOException;

/**
 * Tells what SIGHUP means to this process: that its terminal was closed, or, as for any daemon, that it is to read its
 * configuration again. Immutable; any thread.
 */
public final class HangUp {
    private static final String TERMINAL = "/dev/tty";

    private final boolean shown;
    private final boolean controlled;

    private HangUp(boolean shown, boolean controlled) {
        this.shown = shown;
        this.controlled = controlled;
    }

    /** To be called at the start, while a terminal that the process may have is still open. */
    public static HangUp of(Console console) {
        boolean shown = console.isTerminal() || console.isErrorTerminal();
        return new HangUp(shown, !shown && hasTerminal());
    }

    /**
     * Whether the signal that arrived is about the terminal: output goes to one, or the process had one when it started
     * and has none now.
     */
    public boolean closedTheTerminal() {
        return shown || controlled && !hasTerminal();
    }

    /** Whether the process has a controlling terminal: only then the system opens this name (POSIX, 10.1). */
    private static boolean hasTerminal() {
        try (FileInputStream terminal = new FileInputStream(TERMINAL)) {
            return terminal.getFD().valid();
        } catch (IOException e) {
            return false;
        }
    }
}
