package dev.steno.sqlite.table;

import dev.steno.flow.Body;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A stored body as a stream. Keeps one chunk in memory; each chunk is one short read of the database. For one thread.
 */
public final class BodyStream extends InputStream {

    /** Reads a chunk; returns null if it is not stored. */
    public interface Pieces {
        byte @Nullable [] read(int sequence) throws SessionException;
    }

    private final Body.Stored body;
    private final Pieces pieces;
    private long left;
    private int sequence;
    private byte[] piece = new byte[0];
    private int position;

    /** Bytes of the next chunk that are before the first byte of the stream. */
    private long skipped;

    /** A stream of the whole body. */
    public BodyStream(Body.Stored body, Pieces pieces) {
        this(body, 0, new ChunkStarts.Found(0, 0), pieces);
    }

    /**
     * A stream of the body's end.
     *
     * @param offset of the first byte, at most the body's size
     * @param from the chunk that contains it
     */
    public BodyStream(Body.Stored body, long offset, ChunkStarts.Found from, Pieces pieces) {
        this.body = body;
        this.pieces = pieces;
        this.left = body.size() - offset;
        this.sequence = from.sequence();
        this.skipped = offset - from.start();
    }

    @Override
    public int read() throws IOException {
        if (!fill()) {
            return -1;
        }
        left--;
        return piece[position++] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = (int) Math.min(left, Math.min(length, piece.length - position));
        System.arraycopy(piece, position, to, offset, count);
        position += count;
        left -= count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(left, piece.length - position);
    }

    private boolean fill() throws IOException {
        while (left > 0 && position == piece.length) {
            byte[] next = pieces.read(sequence);
            if (next == null) {
                throw new SessionException("body " + body.id() + " ends after " + (body.size() - left) + " of "
                        + body.size() + " bytes: the rest is not in the session, or not yet");
            }
            piece = next;
            position = (int) Math.min(skipped, next.length);
            skipped -= position;
            sequence++;
        }
        return left > 0;
    }
}
