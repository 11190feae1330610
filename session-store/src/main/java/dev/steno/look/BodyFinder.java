package dev.steno.look;

import dev.steno.filter.ByteFinder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.function.BooleanSupplier;

/**
 * Finds matches in a body of any size, block by block. A match that is longer than {@value #OVERLAP} bytes is found only
 * if it does not cross the end of a block. For one thread.
 */
public final class BodyFinder {
    static final int BLOCK = 1 << 20;
    static final int OVERLAP = 64 << 10;

    /** Bytes of the line that are shown before and behind a match. */
    private static final int AROUND = 100;

    private final InputStream in;
    private final ByteFinder finder;
    private final Charset charset;
    private final byte[] block = new byte[BLOCK];
    private int filled;
    private int at;
    private boolean ended;

    /** Offset of the block in the body. */
    private long base;

    /**
     * @param from offset of the stream's first byte in the body
     * @param charset by which the lines are read
     */
    public BodyFinder(InputStream in, long from, ByteFinder finder, Charset charset) {
        this.in = in;
        this.base = from;
        this.finder = finder;
        this.charset = charset;
    }

    /** Receives a match; returns false to end the search. */
    @FunctionalInterface
    public interface Hits {
        /** @param line the text around the match, within its line */
        boolean add(long offset, int length, String line) throws IOException;
    }

    /**
     * Searches until the end, or the receiver has enough, or the search is stopped.
     *
     * @param stopped polled after each block
     * @return the offset at which the search was stopped; -1 if it was not
     * @throws IOException if the body cannot be read, or the receiver throws it
     */
    public long find(Hits to, BooleanSupplier stopped) throws IOException {
        while (true) {
            fill();
            finder.reset(block, filled);
            int sure = ended ? filled : filled - OVERLAP;
            while (finder.find(at) && finder.start() < sure) {
                at = finder.end();
                if (!to.add(base + finder.start(), finder.end() - finder.start(), line())) {
                    return -1;
                }
            }
            if (ended) {
                return -1;
            }
            at = Math.max(at, sure);
            if (stopped.getAsBoolean()) {
                return base + at;
            }
        }
    }

    /** Keeps what is not searched yet, and the bytes before it that belong to its line, and reads on. */
    private void fill() throws IOException {
        int keep = Math.max(0, at - AROUND);
        System.arraycopy(block, keep, block, 0, filled - keep);
        base += keep;
        at -= keep;
        filled -= keep;
        int read = in.readNBytes(block, filled, BLOCK - filled);
        filled += read;
        ended = filled < BLOCK;
    }

    private String line() {
        int from = finder.start();
        while (from > 0 && from > finder.start() - AROUND && block[from - 1] != '\n') {
            from--;
        }
        int to = finder.start();
        while (to < filled && to < finder.start() + 2 * AROUND && block[to] != '\n') {
            to++;
        }
        int end = to > from && block[to - 1] == '\r' ? to - 1 : to;
        return new String(block, from, end - from, charset);
    }
}
