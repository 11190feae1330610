package dev.steno.store;

import dev.steno.search.TextChunk;
import java.util.List;

/**
 * The writing side of the index of texts, which is built in chunks of flows. Apart from {@link #indexedTo()}, each call
 * is a short transaction in a task of the writer thread ({@code SessionWriter.turn}).
 *
 * <p>The index covers all flows up to a number, the watermark. Flows that were updated after they were indexed are
 * listed; searches read these flows until they are indexed again.
 */
public interface TextIndex {

    /** Returns the watermark: the highest flow number up to which flows are indexed. Any thread. */
    long indexedTo();

    /** Drops the oldest chunk if all its flows were deleted; returns whether it did. */
    boolean dropEmpty() throws SessionException;

    /**
     * Begins a chunk. A chunk that was begun and not ended is abandoned.
     *
     * @param limit upper bound on the flows returned
     * @param again true for ended flows that were updated after they were indexed; false for flows beyond the watermark
     * @return numbers of the flows to index, ascending; the flows must be read after this call
     */
    List<Long> beginChunk(int limit, boolean again) throws SessionException;

    /** Writes some of the chunk's rows, beginning at row {@code firstRow}. */
    void write(int firstRow, List<byte[]> rows) throws SessionException;

    /**
     * Publishes the chunk, once all its rows are written.
     *
     * @param open numbers of its flows that were still open when they were read
     */
    void publishChunk(TextChunk chunk, List<Long> open) throws SessionException;
}
