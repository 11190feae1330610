package dev.steno.exchange.body;

import dev.steno.flow.Notes;
import dev.steno.redact.BodyRedaction;
import dev.steno.redact.Redacted;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A body on its way into the record, which is redacted. If it cannot be decoded further, the rest of it is not recorded. On
 * the exchange's event loop.
 */
final class RecordedBody {
    private final BodyRedaction redaction;
    private boolean failed;
    private boolean closed;

    RecordedBody(BodyRedaction redaction) {
        this.redaction = redaction;
    }

    void put(byte[] piece, Consumer<byte[]> to) {
        if (failed || closed || piece.length == 0) {
            return;
        }
        try {
            redaction.put(piece);
            drain(to);
        } catch (IOException | RuntimeException e) {
            failed = true; // it is not coded as its message says
        }
    }

    void end(Consumer<byte[]> to) {
        if (failed || closed) {
            return;
        }
        try {
            redaction.end();
            drain(to);
        } catch (IOException | RuntimeException e) {
            failed = true;
        }
    }

    private void drain(Consumer<byte[]> to) throws IOException {
        for (byte[] piece = redaction.next(); piece != null; piece = redaction.next()) {
            to.accept(piece);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether what is recorded differs from what passed. */
    boolean changed() {
        return failed || redaction.changed();
    }

    /** The redaction saw this whole body, and changed nothing. */
    void rememberClean(byte[] whole) {
        redaction.rememberClean(whole);
    }

    Notes noted(Notes notes) {
        return failed ? Redacted.marked(notes, "body") : redaction.noted(notes);
    }

    void close() {
        if (!closed) {
            closed = true;
            redaction.close();
        }
    }
}
