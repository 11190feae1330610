package dev.steno.session;

import dev.steno.addon.RecordedFlows;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The session as addons read it. Opens a reader when it is first used. Any thread that may block. */
final class SessionFlows implements RecordedFlows, AutoCloseable {
    private final LazyReader reader;
    private final Newest newest;

    /** Finds the newest state of a flow, written or not. */
    interface Newest {
        Optional<Flow> find(long id, SessionReader reader) throws SessionException;
    }

    SessionFlows(LazyReader.Opener readers, Newest newest) {
        this.reader = new LazyReader(readers);
        this.newest = newest;
    }

    @Override
    public Optional<Flow> flow(long id) throws IOException {
        return newest.find(id, reader.get());
    }

    @Override
    public InputStream body(Body body) throws IOException {
        return reader.get().body(body);
    }

    @Override
    public void close() {
        reader.close();
    }
}
