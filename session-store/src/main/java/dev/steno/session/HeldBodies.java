package dev.steno.session;

import dev.steno.edit.DraftBodies;
import dev.steno.edit.RawText;
import dev.steno.flow.Body;
import dev.steno.redact.Redactor;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bodies of held messages that wait in the session. A new body above 1 MiB is written there as well, so that drafts take no
 * more memory than small bodies. Any thread that may block.
 */
public final class HeldBodies implements DraftBodies {
    private static final int KEPT_IN_MEMORY = 1 << 20;

    private final Session session;

    public HeldBodies(Session session) {
        this.session = session;
    }

    /**
     * Waits until bodies that are held now can be read.
     *
     * @throws SessionException if the session cannot be written
     */
    public void awaitReadable() throws SessionException {
        BodyUpload.awaitWritten(session, "the body of a held message cannot be read");
    }

    @Override
    public Body read(Body.Stored body) throws IOException {
        if (body.size() > RawText.LARGEST || body.size() != body.trueSize()) {
            return body;
        }
        awaitReadable();
        try (SessionReader reader = session.reader();
                InputStream in = reader.body(body)) {
            return new Body.Inline(in.readAllBytes());
        }
    }

    @Override
    public Redactor redactor() {
        return session.redactor();
    }

    @Override
    public Body keep(Body.Inline body) throws IOException {
        if (body.size() <= KEPT_IN_MEMORY || !session.readsBodies()) {
            return body;
        }
        BodyUpload upload = new BodyUpload(session);
        upload.write(body.bytes());
        return upload.body();
    }
}
