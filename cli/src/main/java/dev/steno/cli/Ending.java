package dev.steno.cli;

import dev.steno.session.SessionException;
import dev.steno.session.SessionStore;

/** Runs when a signal ends the process: ends the product in order and says what was kept. */
final class Ending extends Thread {
    private final Assembly assembly;
    private final Announcer announcer;

    Ending(Assembly assembly, Announcer announcer) {
        super("ending");
        this.assembly = assembly;
        this.announcer = announcer;
    }

    /** Gives up the hook because the start failed; false where a signal was faster and the hook is at work. */
    boolean cancel() {
        try {
            return Runtime.getRuntime().removeShutdownHook(this);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Override
    public void run() {
        int code = ExitCode.OK;
        try {
            announcer.ending();
            SessionStore.Closed closed = assembly.end();
            if (closed != null) {
                announcer.ended(closed);
            }
        } catch (SessionException | RuntimeException e) {
            announcer.failed(String.valueOf(e.getMessage()));
            code = ExitCode.FAILURE;
        }
        // the JVM would report the signal, as if the end had not been orderly
        Runtime.getRuntime().halt(code);
    }
}
