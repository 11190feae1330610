package dev.steno.cli.run;

import dev.steno.cli.assembly.Assembly;
import dev.steno.cli.daemon.Readiness;
import dev.steno.cli.daemon.RunLog;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.HangUp;
import dev.steno.cli.terminal.Signals;
import dev.steno.option.OptionException;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Shuts the product down in order when a signal asks the process to end, and reports what was recorded. Runs on the
 * signal's thread; a second signal that is not a repetition of the first ends the process immediately.
 */
final class Shutdown {
    private final Assembly assembly;
    private final Readiness readiness;
    private final Announcer announcer;
    private final RunLog log;
    private final HangUp hangUp;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Runnable first = () -> {};

    /** @param log closed after the last message */
    Shutdown(Assembly assembly, Readiness readiness, Announcer announcer, RunLog log, HangUp hangUp) {
        this.assembly = assembly;
        this.readiness = readiness;
        this.announcer = announcer;
        this.log = log;
        this.hangUp = hangUp;
    }

    /** Installs the handlers for signals and for the command that stops the proxy. */
    void installHandlers() {
        assembly.stopsBy(() -> new Thread(this::requested, "ending").start());
        Signals.ignoreUserSignal();
        if (!Signals.onEnd(this::signalled, hangUp, this::reload)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "ending"));
        }
    }

    /** Says what ends before everything else: it may block, and its messages are the first ones. */
    void endFirst(Runnable ended) {
        first = ended;
    }

    /** Whether the shutdown has begun. A start that fails during it need not clean up. */
    boolean hasBegun() {
        return begun.get();
    }

    /** Called on a thread that the JVM creates for each signal. */
    private void signalled() {
        if (begun.get()) {
            announcer.failed("second signal: exiting now, without what is not yet written to the session");
            Runtime.getRuntime().halt(ExitCode.FAILURE);
        }
        System.exit(shutDown());
    }

    /** A request has no effect if the shutdown has begun: unlike a signal, it is never one to hurry. */
    void requested() {
        if (begun.compareAndSet(false, true)) {
            System.exit(shutDown());
        }
    }

    /** Called on a thread that the JVM creates for each signal. */
    private void reload() {
        try {
            announcer.reloaded(assembly.reload().reload());
        } catch (OptionException e) {
            announcer.notReloaded(e);
        }
    }

    private void endReadiness() {
        try {
            readiness.end();
        } catch (IOException e) {
            announcer.warn("cannot remove the ready file: " + e);
        }
    }

    private int shutDown() {
        begun.set(true);
        first.run();
        try (log) {
            return end();
        }
    }

    private int end() {
        try {
            announcer.ending();
            endReadiness();
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
