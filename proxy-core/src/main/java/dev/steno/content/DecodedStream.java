package dev.steno.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body while its codings are removed. For one thread at a time. Reading fails with a {@link ContentCodingException} where
 * the data is bad, unless partial results were asked for, and with the source's own exception where that cannot be read.
 */
public final class DecodedStream extends InputStream {
    private final InputStream decoded;
    private @Nullable ContentCodingException problem;

    /** @param codings first applied first; the last is removed first */
    DecodedStream(InputStream raw, List<Coding> codings, ContentDecoder decoder) {
        InputStream layer = raw;
        for (int i = codings.size() - 1; i >= 0; i--) {
            layer = new CodingStream(layer, codings.get(i), decoder.limit(), decoder.partial() ? this::ended : null);
        }
        decoded = layer;
    }

    /** What ended the stream before its time; null where nothing did, or not yet. Only partial results have one. */
    public @Nullable ContentCodingException problem() {
        return problem;
    }

    /** The first problem is that of the outermost coding, which explains those behind it. */
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
