package dev.steno.cli.run;

import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.Signals;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import java.util.concurrent.atomic.AtomicBoolean;

/** What happens when the process is asked to end: the product ends in order and says what was kept. */
final class Shutdown {
    private final Assembly assembly;
    private final Announcer announcer;
    private final AtomicBoolean begun = new AtomicBoolean();

    Shutdown(Assembly assembly, Announcer announcer) {
        this.assembly = assembly;
        this.announcer = announcer;
    }

    /** From now on, signals lead to the end. */
    void begin() {
        if (!Signals.onEnd(this::signalled)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "ending"));
        }
    }

    /** Whether the end has begun, so that a start which fails meanwhile has nothing more to do. */
    boolean hasBegun() {
        return begun.get();
    }

    /** On a thread that the JVM makes for each signal. */
    private void signalled() {
        if (begun.get()) {
            announcer.failed("second signal: exiting now, without what is not yet written to the session");
            Runtime.getRuntime().halt(ExitCode.FAILURE);
        }
        System.exit(end());
    }

    private int end() {
        begun.set(true);
        try {
            announcer.ending();
            SessionStore.Closed closed = assembly.end();
            if (closed != null) {
                announcer.ended(closed);
            }
            return ExitCode.OK;
        } catch (SessionException | RuntimeException e) {
            announcer.failed(String.valueOf(e.getMessage()));
            return ExitCode.FAILURE;
        }
    }
}
