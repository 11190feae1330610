package dev.steno.look;

import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.DecodedStream;
import dev.steno.store.BodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges of decoded bodies. Decoding cannot begin in the middle, so the decoders used last are kept open: a range
 * behind an earlier one continues there, and only a range before it decodes from the start. Any thread.
 */
public final class DecodedBodies implements AutoCloseable {
    /** Upper bound on the bytes that a body is decoded to; what is behind them cannot be read. */
    public static final long MOST = 1L << 30;

    /** Upper bound on decoders that are kept open. */
    static final int OPEN = 8;

    private static final int BLOCK = 64 * 1024;

    /** The decoders, the one used last first. Guarded by this. */
    private final Deque<Decoder> kept = new ArrayDeque<>();

    private boolean closed;

    /**
     * A part of a decoded body. Immutable.
     *
     * @param bytes fewer than asked for if the body ends, or cannot be decoded further
     * @param end whether nothing follows them
     * @param problem why the body cannot be decoded further; null if it can, or has ended
     */
    public record Range(byte[] bytes, boolean end, @Nullable ContentCodingException problem) {}

    /** A decoder that has yielded the first bytes of a body. */
    private static final class Decoder {
        private final String body;
        private final BodyReader reader;
        private final DecodedStream stream;
        private long position;

        Decoder(String body, BodyReader reader, DecodedStream stream) {
            this.body = body;
            this.reader = reader;
            this.stream = stream;
        }

        /** Moves to an offset; returns false if the body ends before it. */
        boolean skipTo(long offset) throws IOException {
            byte[] block = new byte[BLOCK];
            while (position < offset) {
                int read = stream.read(block, 0, (int) Math.min(BLOCK, offset - position));
                if (read < 0) {
                    return false;
                }
                position += read;
            }
            return true;
        }

        Range read(int length) throws IOException {
            byte[] bytes = stream.readNBytes(length);
            position += bytes.length;
            return new Range(bytes, bytes.length < length, stream.problem());
        }
    }

    /**
     * Reads a range.
     *
     * @param offset in the decoded body, at least 0
     * @param length upper bound on the bytes returned; they are held in memory
     * @throws ContentCodingException if a coding is not supported
     * @throws IOException if the session cannot be read
     */
    public Range read(BodyReader reader, FlowBody body, long offset, int length) throws IOException {
        Decoder decoder = take(reader, body.tag() + body.codings(), offset);
        if (decoder == null) {
            decoder = new Decoder(body.tag() + body.codings(), reader, open(reader, body));
        }
        boolean done = false;
        try {
            Range range = decoder.skipTo(offset)
                    ? decoder.read(length)
                    : new Range(new byte[0], true, decoder.stream.problem());
            done = true;
            return range;
        } finally {
            if (done) {
                keep(decoder);
            } else {
                decoder.stream.close();
            }
        }
    }

    /**
     * Opens a decoded body at its start, for reading all of it. The caller closes the stream, which ends early, with a
     * {@link DecodedStream#problem}, if the body cannot be decoded further.
     */
    public static DecodedStream open(BodyReader reader, FlowBody body) throws IOException {
        InputStream raw = reader.body(body.body());
        return ContentDecoder.partial(MOST).decode(raw, body.codings());
    }

    /** Takes the decoder out that is nearest before an offset; null if there is none. */
    private synchronized @Nullable Decoder take(BodyReader reader, String body, long offset) {
        Decoder nearest = null;
        for (Decoder each : kept) {
            if (each.reader == reader
                    && each.body.equals(body)
                    && each.position <= offset
                    && (nearest == null || each.position > nearest.position)) {
                nearest = each;
            }
        }
        if (nearest != null) {
            kept.remove(nearest);
        }
        return nearest;
    }

    private synchronized void keep(Decoder decoder) throws IOException {
        kept.addFirst(decoder);
        if (closed || kept.size() > OPEN) {
            kept.removeLast().stream.close();
        }
    }

    /** Closes the decoders, which hold native memory. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!kept.isEmpty()) {
            try {
                kept.removeLast().stream.close();
            } catch (IOException e) {
                // its memory is freed all the same, and nothing was written
            }
        }
    }
}
