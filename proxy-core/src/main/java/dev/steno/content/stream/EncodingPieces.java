package dev.steno.content.stream;

import dev.steno.flow.BodyTransform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Applies one coding to a body. What was put in can be decoded from what was taken out, without waiting for more. */
final class EncodingPieces implements BodyTransform {
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private final OutputStream coder;
    private boolean any;
    private boolean closed;

    /** Makes the encoder of a coding. */
    interface Opener {
        OutputStream open(OutputStream to) throws IOException;
    }

    EncodingPieces(Opener coding) throws IOException {
        coder = coding.open(encoded);
    }

    @Override
    public void put(byte[] piece) throws IOException {
        any = true;
        coder.write(piece);
        coder.flush();
    }

    /** An empty body stays empty. */
    @Override
    public void end() throws IOException {
        if (any) {
            closed = true;
            coder.close();
        }
    }

    @Override
    public byte @Nullable [] next() {
        if (!any || encoded.size() == 0) {
            return null;
        }
        byte[] piece = encoded.toByteArray();
        encoded.reset();
        return piece;
    }

    @Override
    public void close() {
        if (!closed) {
            try {
                coder.close(); // frees native memory
            } catch (IOException e) {
                // it writes to memory
            }
        }
    }
}
