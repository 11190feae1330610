package dev.steno.interop.intake;

/**
 * Upper bounds on what an import takes from a file, which is hostile input. Immutable.
 *
 * @param read bytes of the file, after compression of the file as a whole was removed
 * @param flows flows
 * @param head bytes of the head of a message, and of an entry without its bodies
 * @param nesting levels of a nested value
 * @param body bytes kept of each body; more are counted
 * @param ratio bytes that one compressed byte may become, once {@code ratioFrom} bytes were read
 * @param ratioFrom bytes
 * @param entries entries of an archive
 */
public record ImportLimits(
        long read, long flows, int head, int nesting, long body, int ratio, long ratioFrom, int entries) {
    /** The usual limits. */
    public static final ImportLimits USUAL =
            new ImportLimits(1L << 40, 10_000_000, 64 << 20, 200, 1L << 30, 1_000, 64L << 20, 4_000_000);

    /** Returns a copy with another limit of the file, in bytes. */
    public ImportLimits withRead(long bytes) {
        return new ImportLimits(bytes, flows, head, nesting, body, ratio, ratioFrom, entries);
    }

    /** Returns a copy with another limit of what is kept of each body, in bytes. */
    public ImportLimits withBody(long bytes) {
        return new ImportLimits(read, flows, head, nesting, bytes, ratio, ratioFrom, entries);
    }
}
