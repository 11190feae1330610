package dev.steno.interop.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Ends a decompression that yields far more than is usual: a bomb. For one thread. */
public final class BoundedInflation extends FilterInputStream {
    private final LongSupplier compressed;
    private final ImportLimits limits;
    private final String name;
    private long inflated;

    /**
     * @param inflating what decompresses
     * @param compressed returns how many bytes were read to be decompressed
     * @param name of what is decompressed, for messages
     */
    public BoundedInflation(InputStream inflating, LongSupplier compressed, ImportLimits limits, String name) {
        super(inflating);
        this.compressed = compressed;
        this.limits = limits;
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            count(1);
        }
        return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n = super.read(to, offset, length);
        if (n > 0) {
            count(n);
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long n) throws IOException {
        inflated += n;
        long from = Math.max(1, compressed.getAsLong());
        if (inflated > limits.ratioFrom() && inflated / from > limits.ratio()) {
            throw new DamagedFileException(name + " decompresses to more than " + limits.ratio()
                    + " times its size, as files do that are made to exhaust memory; the rest is left out");
        }
    }
}
