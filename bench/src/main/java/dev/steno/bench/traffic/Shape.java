package dev.steno.bench.traffic;

/**
 * What the traffic shall look like, where it is not left to chance.
 *
 * @param bodySize bytes of each response body; below 0 for sizes as they come, up to {@code Body.Inline.LIMIT}
 * @param largePercent how many of a hundred responses with text have a body of 20 to 600 KiB, kept in chunks
 * @param gzipPercent how many of a hundred text bodies of usual size are sent compressed
 */
public record Shape(int bodySize, int largePercent, int gzipPercent) {
    /** Sizes as they come, a quarter of the text compressed, nothing in chunks. */
    public static final Shape MIXED = new Shape(-1, 0, 25);

    public Shape withBodySize(int size) {
        return new Shape(size, largePercent, gzipPercent);
    }
}
