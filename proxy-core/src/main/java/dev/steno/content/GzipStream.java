package dev.steno.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a sequence of gzip members (RFC 1952, 2.2). Data before the corrupt position is returned before the exception
 * is thrown. For one thread.
 */
final class GzipStream extends GZIPInputStream {
    private @Nullable IOException failure;

    GzipStream(InputStream in) throws IOException {
        super(new Eager(in), DeflateStream.BUFFER);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        long before = inf.getBytesWritten();
        try {
            return super.read(into, offset, length);
        } catch (IOException e) {
            int count = (int) (inf.getBytesWritten() - before);
            if (count <= 0) {
                throw e;
            }
            failure = e;
            return count;
        }
    }

    /**
     * Always reports an available byte: {@link GZIPInputStream} takes {@code available() == 0} for the end and would
     * miss a second member.
     */
    private static final class Eager extends FilterInputStream {
        Eager(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }
}
