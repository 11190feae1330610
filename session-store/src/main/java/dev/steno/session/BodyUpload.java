package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes a body that a person gives for a message into the session, as fast as the session is written. One that is no
 * larger than {@link Body.Inline#LIMIT} stays in memory. What no flow refers to afterwards is removed when the session is
 * opened next. For one thread, which may block.
 */
public final class BodyUpload extends OutputStream {
    /** After this many bytes, the session must have been written. */
    private static final long WRITTEN_EVERY = 4 << 20;

    private static final long LOOK_AGAIN_MILLIS = 200;

    private static final String LOST = "a body of this size cannot be kept";

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
        checkWritable(session, LOST);
        byte[] data = filled == piece.length ? piece : Arrays.copyOf(piece, filled);
        session.accept(new FlowEvent.BodyChunk(id, sequence++, size, data));
        size += filled;
        unwritten += filled;
        filled = 0;
        if (unwritten >= WRITTEN_EVERY) {
            awaitWritten(session, LOST);
            unwritten = 0;
        }
    }

    /**
     * Like {@link Session#awaitDurable()}, but fails once an outage begins, which may last: a person waits for a body.
     *
     * @param what cannot be done during an outage
     */
    static void awaitWritten(Session session, String what) throws SessionException {
        CompletableFuture<Void> written = session.durable();
        boolean done = false;
        while (!done) {
            checkWritable(session, what);
            try {
                written.get(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                done = true;
            } catch (TimeoutException e) {
                continue; // it may be slow, or an outage began
            } catch (ExecutionException e) {
                throw new SessionException("the body cannot be written to the session: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SessionException("interrupted while the body was written to the session", e);
            }
        }
        checkWritable(session, what); // an outage in which traffic passes ends the wait, and drops the body
    }

    private static void checkWritable(Session session, String what) throws SessionException {
        if (session.refuses() || !session.readsBodies()) {
            throw new SessionException("the session cannot be written now, so " + what
                    + ": see steno status for the reason, and try again once it is written");
        }
    }

    /**
     * Returns the body that was written. Nothing may be written afterwards.
     *
     * @throws SessionException also during an outage, unless the body is small enough to be a part of its message
     */
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
