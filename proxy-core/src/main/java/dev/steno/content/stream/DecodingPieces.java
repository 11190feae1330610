package dev.steno.content.stream;

import dev.steno.content.ContentCodingException;
import dev.steno.flow.BodyTransform;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Removes one coding from a body as its pieces arrive. Each decoded piece is small, however far the data decodes. */
abstract class DecodingPieces implements BodyTransform {
    /** The largest decoded piece, in bytes. */
    private static final int PIECE = 16 * 1024;

    final Input input = new Input();
    private final String coding;
    private final byte[] decoded = new byte[PIECE];
    private boolean any;
    private boolean complete;

    DecodingPieces(String coding) {
        this.coding = coding;
    }

    /**
     * Decodes.
     *
     * @return the number of bytes written; 0 if more input is needed; -1 at the end of the coded data
     * @throws IOException if the data is corrupt
     */
    abstract int decode(byte[] into) throws IOException;

    /** Whether the data may end here. Called once {@link #decode} wants more input, and there is none. */
    abstract boolean mayEnd() throws IOException;

    @Override
    public final void put(byte[] piece) {
        any |= piece.length > 0;
        input.put(piece);
    }

    @Override
    public final void end() throws IOException {
        if (any && !complete && !mayEnd()) {
            throw ContentCodingException.corrupt(coding, new EOFException(), -1);
        }
    }

    @Override
    public final byte @Nullable [] next() throws IOException {
        if (complete || !any) {
            return null; // bytes after the end are ignored, as in browsers
        }
        int count;
        try {
            count = decode(decoded);
        } catch (IOException | RuntimeException e) {
            throw ContentCodingException.corrupt(coding, e, -1);
        }
        complete = count < 0;
        return count > 0 ? Arrays.copyOf(decoded, count) : null;
    }

    /** What was put in and not decoded yet. Reading at its end returns -1, though more may be put in. */
    static final class Input extends InputStream {
        private byte[] bytes = new byte[0];
        private int at;

        void put(byte[] piece) {
            bytes = at == bytes.length ? piece : joined(piece);
            at = 0;
        }

        private byte[] joined(byte[] piece) {
            byte[] all = Arrays.copyOfRange(bytes, at, bytes.length + piece.length);
            System.arraycopy(piece, 0, all, bytes.length - at, piece.length);
            return all;
        }

        byte[] bytes() {
            return bytes;
        }

        int at() {
            return at;
        }

        void skipTo(int next) {
            at = next;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, available());
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count == 0 && length > 0 ? -1 : count;
        }

        @Override
        public int available() {
            return bytes.length - at;
        }
    }
}
