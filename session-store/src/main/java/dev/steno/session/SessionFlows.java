package dev.steno.session;

import dev.steno.addon.RecordedFlows;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session as addons read it. Opens a reader when it is first used. Any thread that may block. */
final class SessionFlows implements RecordedFlows, AutoCloseable {
    private final Session session;
    private @Nullable SessionReader reader; // guarded by this, as is `closed`
    private boolean closed;

    SessionFlows(Session session) {
        this.session = session;
    }

    private synchronized SessionReader reader() throws IOException {
        if (closed) {
            throw new IOException("the session is closed");
        }
        SessionReader open = reader;
        if (open == null) {
            open = session.reader();
            reader = open;
        }
        return open;
    }

    @Override
    public Optional<Flow> flow(long id) throws IOException {
        return session.newest(id, reader());
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
