package dev.steno.session;

import dev.steno.addon.RecordedFlows;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session as addons read it. Opens a reader when it is first used. Any thread that may block. */
final class SessionFlows implements RecordedFlows, AutoCloseable {
    private final StoredBodies.Readers readers;
    private final Newest newest;
    private @Nullable SessionReader reader; // guarded by this, as is `closed`
    private boolean closed;

    /** Finds the newest state of a flow, written or not. */
    interface Newest {
        Optional<Flow> find(long id, SessionReader reader) throws SessionException;
    }

    SessionFlows(StoredBodies.Readers readers, Newest newest) {
        this.readers = readers;
        this.newest = newest;
    }

    private synchronized SessionReader reader() throws IOException {
        if (closed) {
            throw new IOException("the session is closed");
        }
        SessionReader open = reader;
        if (open == null) {
            open = readers.open();
            reader = open;
        }
        return open;
    }

    @Override
    public Optional<Flow> flow(long id) throws IOException {
        return newest.find(id, reader());
    }

    @Override
    public InputStream body(Body body) throws IOException {
        return reader().body(body);
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
