package dev.steno.replay.carry;

import dev.steno.session.Session;
import dev.steno.store.BodyReader;
import dev.steno.store.SessionReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The bodies of responses that are being recorded, read with a reader that is opened when it is needed. For one thread. */
public final class NewResponses implements CarriedResponses.Recorded, AutoCloseable {
    private final Session session;
    private @Nullable SessionReader reader;

    /** @param session to which they are recorded */
    public NewResponses(Session session) {
        this.session = session;
    }

    @Override
    public BodyReader now() throws IOException {
        session.awaitDurable();
        SessionReader open = reader == null ? session.reader() : reader;
        reader = open;
        return open;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
