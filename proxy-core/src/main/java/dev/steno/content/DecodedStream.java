package dev.steno.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body whose codings are removed while it is read. For one thread at a time. Reading throws {@link
 * ContentCodingException} if the data is corrupt and the decoder is not partial, and the source's own exception if the
 * source cannot be read.
 */
public final class DecodedStream extends InputStream {
    private final InputStream decoded;
    private @Nullable ContentCodingException problem;

    /** @param codings in the order of application; the last is removed first */
    DecodedStream(InputStream raw, List<ContentCoding> codings, ContentDecoder decoder) {
        InputStream layer = raw;
        for (int i = codings.size() - 1; i >= 0; i--) {
            layer = new CodingStream(layer, codings.get(i), decoder.limit(), decoder.partial() ? this::ended : null);
        }
        decoded = layer;
    }

    /**
     * The fault that ended the stream early; null if there was none so far. Always null unless the decoder is partial.
     */
    public @Nullable ContentCodingException problem() {
        return problem;
    }

    /** Keeps the first fault only: it is that of the outermost coding and causes those of the inner ones. */
    private void ended(ContentCodingException next) {
        if (problem == null) {
            problem = next;
        }
    }

    @Override
    public int read() throws IOException {
        return decoded.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return decoded.read(into, offset, length);
    }

    @Override
    public void close() throws IOException {
        decoded.close();
    }
}
