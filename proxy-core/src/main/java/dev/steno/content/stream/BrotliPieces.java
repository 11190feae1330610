package dev.steno.content.stream;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.decoder.DecoderJNI.Status;
import dev.steno.natives.BrotliLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Decodes Brotli (RFC 7932) as pieces arrive, with the native library. */
final class BrotliPieces extends DecodingPieces {
    /** Coded bytes passed to the decoder at a time. */
    private static final int PIECE = 4096;

    private final DecoderJNI.Wrapper decoder;
    private boolean asked;
    private ByteBuffer output = ByteBuffer.allocate(0);

    BrotliPieces() throws IOException {
        super("br");
        Throwable failure = BrotliLibrary.load();
        if (failure != null) {
            throw new IOException("the Brotli library cannot be loaded on this system", failure);
        }
        decoder = new DecoderJNI.Wrapper(PIECE);
    }

    @Override
    int decode(byte[] into) throws IOException {
        while (!output.hasRemaining()) {
            Status status = decoder.getStatus();
            if (status == Status.NEEDS_MORE_OUTPUT || status == Status.NEEDS_MORE_INPUT && decoder.hasOutput()) {
                output = decoder.pull();
            } else if (status == Status.DONE) {
                return -1;
            } else if (status == Status.OK) {
                decoder.push(0);
            } else if (status == Status.NEEDS_MORE_INPUT) {
                int count = Math.min(PIECE, input.available());
                if (count == 0 && asked) {
                    asked = false;
                    return 0;
                }
                asked = count == 0; // an empty piece: the decoder may still hold output although it asks for input
                decoder.getInputBuffer().clear().put(input.bytes(), input.at(), count);
                input.skipTo(input.at() + count);
                decoder.push(count);
            } else {
                throw new IOException("not Brotli data, or damaged");
            }
        }
        int count = Math.min(into.length, output.remaining());
        output.get(into, 0, count);
        return count;
    }

    @Override
    boolean mayEnd() {
        return false;
    }

    @Override
    public void close() {
        decoder.destroy();
    }
}
