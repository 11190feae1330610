package dev.steno.web.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request while it arrives: the event loop adds what it read, and the thread of the resource waits for it.
 * Little is kept in memory, since the connection is not read while much waits.
 */
final class UploadStream extends InputStream {
    /** Above this many bytes that wait, the connection is not read. */
    private static final int MOST = 1 << 20;

    /** How long the client may send nothing. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Runnable drained;
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>(); // also the lock of everything below
    private long waiting; // bytes
    private boolean ended;
    private boolean broken;
    private boolean closed;
    private byte[] current = new byte[0];
    private int position;

    /** @param drained called on the reading thread when there is room again */
    UploadStream(Runnable drained) {
        this.drained = drained;
    }

    /** Adds a part of the body; forgotten once the stream is closed. */
    void add(byte[] piece) {
        synchronized (pieces) {
            if (!closed) {
                pieces.add(piece);
                waiting += piece.length;
                pieces.notifyAll();
            }
        }
    }

    /** @param whole whether the body is complete; otherwise the connection was lost */
    void end(boolean whole) {
        synchronized (pieces) {
            ended = true;
            broken |= !whole;
            pieces.notifyAll();
        }
    }

    /** Whether so much waits that the connection is not to be read. */
    boolean isFull() {
        synchronized (pieces) {
            return waiting >= MOST;
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? current[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, to, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (position == current.length) {
            byte[] next = take();
            if (next == null) {
                return false;
            }
            current = next;
            position = 0;
        }
        return true;
    }

    private byte @Nullable [] take() throws IOException {
        boolean hasRoom;
        byte[] next;
        synchronized (pieces) {
            awaitPiece();
            if (broken || closed) {
                throw new ProtocolException("the request's body did not arrive whole");
            }
            next = pieces.poll();
            if (next == null) {
                return null;
            }
            boolean wasFull = isFull();
            waiting -= next.length;
            hasRoom = wasFull && !isFull();
        }
        if (hasRoom) {
            drained.run();
        }
        return next;
    }

    private void awaitPiece() throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (pieces.isEmpty() && !ended && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new IOException("nothing of the request's body came for 60 s");
            }
            try {
                pieces.wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the API stops", e);
            }
        }
    }

    /** Forgets the rest of the body. */
    @Override
    public void close() {
        boolean wasFull;
        synchronized (pieces) {
            wasFull = isFull();
            closed = true;
            pieces.clear();
            waiting = 0;
            pieces.notifyAll();
        }
        if (wasFull) {
            drained.run();
        }
    }
}
