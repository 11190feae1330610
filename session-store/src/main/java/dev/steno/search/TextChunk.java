package dev.steno.search;

import java.util.List;

/**
 * A group of flows that are indexed together.
 *
 * @param flows their ids, ascending; rows refer to a flow by its index in this array, its place
 * @param partial places of flows whose texts are not completely indexed, ascending
 * @param rows the places of each trigram, {@link Postings#ROWS} rows
 */
public record TextChunk(long[] flows, List<Integer> partial, List<byte[]> rows) {}
