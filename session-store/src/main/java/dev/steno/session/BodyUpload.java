package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes a body that a person gives for a message into the session, as fast as the session is written. One that is no
 * larger than {@link Body.Inline#LIMIT} stays in memory. What no flow refers to afterwards is removed when the session is
 * opened next. For one thread, which may block.
 */
public final class BodyUpload extends OutputStream {
    /** After this many bytes, the session must have been written. */
    private static final long WRITTEN_EVERY = 4 << 20;

    private final Session session;
    private byte[] piece = new byte[Body.Inline.LIMIT];
    private int filled;
    private long id; // 0 while the body is small
    private int sequence;
    private long size; // bytes that were handed over
    private long unwritten; // bytes of them that may not be durable

    public BodyUpload(Session session) {
        this.session = session;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            if (filled == piece.length) {
                makeRoom();
            }
            int count = Math.min(end - at, piece.length - filled);
            System.arraycopy(bytes, at, piece, filled, count);
            filled += count;
            at += count;
        }
    }

    private void makeRoom() throws SessionException {
        if (id == 0) {
            id = session.sequences().nextBody();
            byte[] first = session.piece();
            System.arraycopy(piece, 0, first, 0, filled);
            piece = first;
        } else {
            handOver();
            piece = session.piece();
        }
    }

    private void handOver() throws SessionException {
        byte[] data = filled == piece.length ? piece : Arrays.copyOf(piece, filled);
        session.accept(new FlowEvent.BodyChunk(id, sequence++, size, data));
        size += filled;
        unwritten += filled;
        filled = 0;
        if (unwritten >= WRITTEN_EVERY) {
            session.awaitDurable();
            unwritten = 0;
        }
    }

    /** Returns the body that was written. Nothing may be written afterwards. */
    public Body body() throws SessionException {
        if (id == 0) {
            return filled == 0 ? Body.NONE : new Body.Inline(Arrays.copyOf(piece, filled));
        }
        if (filled > 0) {
            handOver();
        }
        return new Body.Stored(id, size, size, true);
    }
}
