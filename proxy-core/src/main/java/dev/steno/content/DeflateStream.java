package dev.steno.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes DEFLATE (RFC 1951), in the zlib wrapper (RFC 1950) or raw. Data before the corrupt position is returned
 * before the exception is thrown. Closing frees the inflater's native memory. For one thread.
 */
final class DeflateStream extends InflaterInputStream {
    static final int BUFFER = 8192;

    private @Nullable IOException failure;

    /** @param raw whether there is no zlib wrapper */
    DeflateStream(InputStream in, boolean raw) {
        super(in, new Inflater(raw), BUFFER);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        long before = inf.getBytesWritten();
        try {
            int count = super.read(into, offset, length);
            if (count < 0 && inf.needsDictionary()) {
                throw new ZipException("a preset dictionary is required, which HTTP cannot convey");
            }
            return count;
        } catch (IOException e) {
            int count = (int) (inf.getBytesWritten() - before);
            if (count <= 0) {
                throw e;
            }
            failure = e;
            return count;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            inf.end();
        }
    }
}
