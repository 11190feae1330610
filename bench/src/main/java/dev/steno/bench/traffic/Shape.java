package dev.steno.bench.traffic;

/**
 * Properties of the traffic that are set rather than random.
 *
 * @param bodySize bytes of each response body; negative for varied sizes up to {@code Body.Inline.LIMIT}
 * @param largePercent percentage of text responses with a body of 20 to 600 KiB, stored in chunks
 * @param gzipPercent percentage of text bodies of usual size that are sent compressed
 */
public record Shape(int bodySize, int largePercent, int gzipPercent) {
    /** Varied sizes, a quarter of the text compressed, no large bodies. */
    public static final Shape MIXED = new Shape(-1, 0, 25);

    public Shape withBodySize(int size) {
        return new Shape(size, largePercent, gzipPercent);
    }
}
