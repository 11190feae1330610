package dev.steno.interop;

import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Sequences;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import dev.steno.store.StoreListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A session that is written without a proxy: the ordinary recorder on a file. Its flows can be read as they are written, and
 * a killed process loses none of those that were committed. For one thread.
 */
public final class OfflineRecorder implements AutoCloseable {
    private static final long BUDGET = 32L << 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Session session = new Session(new RecordBudget(BUDGET));
    private final Path file;
    private final boolean created;
    private final Failing failing = new Failing();
    private boolean closed;

    private OfflineRecorder(Path file, boolean created, SessionStore store) {
        this.file = file;
        this.created = created;
        session.onFailure(failing);
        session.start(store, new Sequences());
    }

    /**
     * Opens a session to write to it.
     *
     * @param append whether the file may exist
     * @param application name and version of the program, stored in a new session
     * @throws SessionException if the file exists and must not, is no session, or another process records to it
     */
    public static OfflineRecorder open(Path file, boolean append, String application) throws SessionException {
        boolean there = Files.exists(file);
        if (there && !append) {
            throw new SessionException(file + " exists; give another name, or --append to add to it");
        }
        SessionStore store = SqliteSessionStore.open(file, application);
        return new OfflineRecorder(store.file(), !there, store);
    }

    /** Returns the recorder. */
    public Session session() {
        return session;
    }

    /**
     * Whether the session cannot be written, and could not for a while, such as on a full disk: nobody waits for a work
     * that does not go on. {@link #finish} then reports why. Any thread.
     */
    public boolean isStuck() {
        long since = failing.since;
        return since != 0 && System.nanoTime() - since > PATIENCE_NANOS;
    }

    /** Remembers since when writing fails; 0 if it does not. */
    private static final class Failing implements StoreListener {
        private volatile long since;

        @Override
        public void sessionFailed(String message) {
            since = System.nanoTime() | 1; // never 0
        }

        @Override
        public void recovered(long refused, long unrecorded) {
            since = 0;
        }
    }

    /** Closes the session. */
    public SessionStore.Closed finish() throws SessionException {
        closed = true;
        return session.close();
    }

    /** Closes the session; a file that this recorder created is removed if {@link #finish} was not called and it has no flow. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (session.close().flows() == 0 && created) {
            Files.deleteIfExists(file);
        }
    }
}
