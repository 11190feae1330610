package dev.steno.content;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.decoder.DecoderJNI.Status;
import dev.steno.natives.BrotliLibrary;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Brotli data (RFC 7932) decoded by the native library, which is loaded with the first such body. The library's own stream
 * takes the end of the coded bytes for a truncation although its decoder may still hold output
 * (https://github.com/hyperxpro/Brotli4j/issues/80, seen in 1.23.0), so its decoder is driven here. For one thread.
 */
final class Brotli extends InputStream {
    /** Coded bytes handed over at a time: output of the piece in which a body turns bad is lost with it. */
    private static final int PIECE = 64;

    private final InputStream in;
    private final DecoderJNI.Wrapper decoder;
    private final byte[] piece = new byte[PIECE];
    private ByteBuffer output = ByteBuffer.allocate(0);
    private boolean inputEnded;
    private boolean whole;
    private boolean closed;

    private Brotli(InputStream in) throws IOException {
        this.in = in;
        this.decoder = new DecoderJNI.Wrapper(PIECE);
    }

    static InputStream open(InputStream in) throws IOException {
        Throwable failure = BrotliLibrary.load();
        if (failure != null) {
            throw new IOException("its decoder cannot be loaded on this system", failure);
        }
        return new Brotli(in);
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

    /** Decodes until there is output; false at the end. */
    private boolean fill() throws IOException {
        while (!output.hasRemaining()) {
            Status status = decoder.getStatus();
            if (status == Status.NEEDS_MORE_OUTPUT || status == Status.NEEDS_MORE_INPUT && decoder.hasOutput()) {
                output = decoder.pull();
                // Pulling decodes nothing, so such an error is about bytes behind the end; they are ignored, as
                // browsers do.
                whole = decoder.getStatus() == Status.ERROR && output.hasRemaining();
            } else if (status == Status.DONE || whole) {
                return false;
            } else if (status == Status.OK) {
                decoder.push(0);
            } else if (status == Status.NEEDS_MORE_INPUT) {
                push();
            } else {
                throw new IOException("it is not Brotli, or is damaged");
            }
        }
        return true;
    }

    /** The decoder can hold output although it asks for input; a push of nothing at the end brings it out. */
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
