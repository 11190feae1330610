package dev.steno.store;

import dev.steno.search.TextChunk;
import java.util.List;

/**
 * The writing side of the index of texts, one chunk of flows at a time. Every call is a short transaction in a turn of the writer
 * thread ({@code SessionWriter.turn}).
 *
 * <p>The index covers all flows up to a number, the watermark. Flows that were written again since they were indexed are kept
 * count of, so that a search looks at them themselves until they are indexed anew.
 */
public interface TextIndex {

    /** The watermark: texts of flows up to this number are indexed. Any thread. */
    long indexedTo();

    /** Drops the oldest chunk if all its flows were deleted; says whether it did. */
    boolean dropEmpty() throws SessionException;

    /**
     * Begins a chunk, and gives up one that was begun and not ended.
     *
     * @param again asks for ended flows that were written again since they were indexed, rather than for those behind the watermark
     * @return the numbers of the flows to index, ascending; they are to be read after this
     */
    List<Long> begin(int limit, boolean again) throws SessionException;

    /** Writes some of the chunk's rows. */
    void write(int firstRow, List<byte[]> rows) throws SessionException;

    /**
     * Makes the chunk count, once all its rows are written.
     *
     * @param open those of its flows that were still open when they were read
     */
    void end(TextChunk chunk, List<Long> open) throws SessionException;
}
