package dev.steno.fleet.read;

import dev.steno.flow.Body;
import dev.steno.flow.FlowNumber;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stored body as a stream. Keeps one chunk in memory; each chunk is one read of the store. For one thread. */
final class SharedBody extends InputStream {

    /** Reads a chunk; returns null if it is not stored. */
    interface Chunks {
        byte @Nullable [] read(int sequence) throws SessionException;
    }

    private final Body.Stored body;
    private final Chunks chunks;
    private long left;
    private int sequence;
    private byte[] chunk = new byte[0];
    private int position;

    /** Bytes of the next chunk that are before the first byte of the stream. */
    private long skipped;

    /**
     * @param offset of the first byte, at most the body's size
     * @param from the chunk that contains it
     */
    SharedBody(Body.Stored body, long offset, SharedChunks.Found from, Chunks chunks) {
        this.body = body;
        this.chunks = chunks;
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
        return chunk[position++] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = (int) Math.min(left, Math.min(length, chunk.length - position));
        System.arraycopy(chunk, position, to, offset, count);
        position += count;
        left -= count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(left, chunk.length - position);
    }

    private boolean fill() throws IOException {
        while (left > 0 && position == chunk.length) {
            byte[] next = chunks.read(sequence);
            if (next == null) {
                throw new SessionException("body " + FlowNumber.print(body.id()) + " ends after "
                        + (body.size() - left) + " of " + body.size()
                        + " bytes: the rest is not in the shared store, or not yet");
            }
            chunk = next;
            position = (int) Math.min(skipped, next.length);
            skipped -= position;
            sequence++;
        }
        return left > 0;
    }
}
