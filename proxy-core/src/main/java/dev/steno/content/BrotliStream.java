package dev.steno.content;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.decoder.DecoderJNI.Status;
import dev.steno.natives.BrotliLibrary;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Decodes Brotli (RFC 7932) with the native library, which is loaded when the first such body is read. For one thread.
 *
 * <p>The library's own stream reports the end of the coded bytes as a truncation although its decoder may still hold
 * output (https://github.com/hyperxpro/Brotli4j/issues/80, seen in 1.23.0). This class drives the decoder instead; it
 * can be replaced by that stream once the issue is fixed.
 */
final class BrotliStream extends InputStream {
    /**
     * Coded bytes passed to the decoder at a time; small, since the decoder discards the output of a piece that
     * contains corrupt data.
     */
    private static final int PIECE = 64;

    private final InputStream in;
    private final DecoderJNI.Wrapper decoder;
    private final byte[] piece = new byte[PIECE];
    private ByteBuffer output = ByteBuffer.allocate(0);
    private boolean inputEnded;
    private boolean whole;
    private boolean closed;

    private BrotliStream(InputStream in) throws IOException {
        this.in = in;
        this.decoder = new DecoderJNI.Wrapper(PIECE);
    }

    static InputStream open(InputStream in) throws IOException {
        Throwable failure = BrotliLibrary.load();
        if (failure != null) {
            throw new IOException("the Brotli library cannot be loaded on this system", failure);
        }
        return new BrotliStream(in);
    }

    @Override
    public int read() throws IOException {
        return fill() ? output.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, output.remaining());
        output.get(into, offset, count);
        return count;
    }

    /** Decodes until output is available; false at the end of the stream. */
    private boolean fill() throws IOException {
        while (!output.hasRemaining()) {
            Status status = decoder.getStatus();
            if (status == Status.NEEDS_MORE_OUTPUT || status == Status.NEEDS_MORE_INPUT && decoder.hasOutput()) {
                output = decoder.pull();
                // Pulling does not decode, so this error concerns bytes after the end of the data, which browsers
                // ignore too.
                whole = decoder.getStatus() == Status.ERROR && output.hasRemaining();
            } else if (status == Status.DONE || whole) {
                return false;
            } else if (status == Status.OK) {
                decoder.push(0);
            } else if (status == Status.NEEDS_MORE_INPUT) {
                push();
            } else {
                throw new IOException("not Brotli data, or damaged");
            }
        }
        return true;
    }

    /**
     * Passes the next piece to the decoder. At the end of the input, passes an empty piece: the decoder may still hold
     * output although it asks for input.
     */
    private void push() throws IOException {
        if (inputEnded) {
            throw new EOFException();
        }
        int count = in.read(piece, 0, PIECE);
        if (count < 0) {
            inputEnded = true;
            decoder.push(0);
        } else {
            decoder.getInputBuffer().clear().put(piece, 0, count);
            decoder.push(count);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            decoder.destroy();
            in.close();
        }
    }
}
