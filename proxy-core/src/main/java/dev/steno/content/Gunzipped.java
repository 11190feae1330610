package dev.steno.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Gzip members (RFC 1952, 2.2), one after another. What was inflated before bad data is read before the failure. */
final class Gunzipped extends GZIPInputStream {
    private @Nullable IOException failure;

    Gunzipped(InputStream in) throws IOException {
        super(new Eager(in), Inflated.BUFFER);
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

    /** Asked what is available, {@link GZIPInputStream} takes none for the end and misses a second member. */
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
