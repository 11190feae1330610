package dev.steno.session;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import org.jspecify.annotations.Nullable;

/** A reader of the session that is opened when it is first used. Any thread that may block. */
final class LazyReader implements AutoCloseable {
    private final Opener opener;
    private @Nullable SessionReader reader; // guarded by this, as is `closed`
    private boolean closed;

    /** Opens readers of the session. */
    interface Opener {
        SessionReader open() throws SessionException;
    }

    LazyReader(Opener opener) {
        this.opener = opener;
    }

    /** Returns the same reader each time; fails after {@link #close}. */
    synchronized SessionReader get() throws SessionException {
        SessionReader open = reader;
        if (closed) {
            throw new SessionException("the session is closed");
        }
        if (open == null) {
            open = opener.open();
            reader = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
