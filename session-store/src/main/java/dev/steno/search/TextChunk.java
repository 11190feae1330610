package dev.steno.search;

import java.util.List;

/**
 * Flows indexed together.
 *
 * @param flows their numbers, ascending; a flow's place among them stands for it in the rows
 * @param partial places of flows that may hold what is not indexed, ascending
 * @param rows which places hold which trigrams, {@link Postings#ROWS} of them
 */
public record TextChunk(long[] flows, List<Integer> partial, List<byte[]> rows) {}
