package dev.steno.search;

import dev.steno.filter.ContentSource;
import dev.steno.flow.Flow;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Indexes flows one after the other. For one thread. */
public final class TextChunkBuilder {
    /** Upper bound on the flows of a chunk. */
    public static final int FLOWS = 2048;

    /** A chunk with this many entries is full regardless of its number of flows; limits the heap to about 10 MB. */
    private static final int ENTRIES = 1 << 20;

    private final FlowText text;
    private final Trigrams trigrams = new Trigrams();
    private final List<Long> flows = new ArrayList<>();
    private final List<Integer> partial = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private int[] entries = new int[ENTRIES / 4];
    private int size;

    /** @param content supplies the bodies of the flows to be added */
    public TextChunkBuilder(ContentSource content) {
        this.text = new FlowText(content);
    }

    /**
     * Adds a flow, whose id is higher than those before it.
     *
     * @throws UncheckedIOException if a body cannot be read; the flow is not added
     */
    public void addFlow(Flow flow) {
        trigrams.clear();
        boolean whole = text.addTo(trigrams, flow);
        addTrigrams(flow.id(), whole);
    }

    /** Adds a flow whose texts cannot be read; a search must treat it as a possible match. */
    public void addUnread(long flow) {
        addCounted(flow, false);
    }

    /** Adds a flow whose texts were read before, and whose id is higher than those before it. */
    public void addRead(long flow, FlowTrigrams read) {
        reserve(read.buckets().length);
        for (char bucket : read.buckets()) {
            entries[size++] = bucket;
        }
        addCounted(flow, read.whole());
    }

    private void addTrigrams(long flow, boolean whole) {
        reserve(trigrams.size());
        trigrams.copyTo(entries, size);
        size += trigrams.size();
        addCounted(flow, whole);
    }

    private void addCounted(long flow, boolean whole) {
        if (!whole) {
            partial.add(flows.size());
        }
        flows.add(flow);
        ends.add(size);
    }

    private void reserve(int more) {
        if (size + more > entries.length) {
            entries = Arrays.copyOf(entries, Math.max(2 * entries.length, size + more));
        }
    }

    /** Whether the chunk is full. */
    public boolean isFull() {
        return flows.size() >= FLOWS || size >= ENTRIES;
    }

    public boolean isEmpty() {
        return flows.isEmpty();
    }

    /** Builds the chunk. Call once. */
    public TextChunk build() {
        // Entries arrive grouped by flow and are needed grouped by bucket: a counting sort.
        int[] starts = new int[Trigrams.BUCKETS + 1];
        for (int i = 0; i < size; i++) {
            starts[entries[i] + 1]++;
        }
        for (int bucket = 0; bucket < Trigrams.BUCKETS; bucket++) {
            starts[bucket + 1] += starts[bucket];
        }
        short[] places = new short[size];
        int[] next = Arrays.copyOf(starts, Trigrams.BUCKETS);
        for (int flow = 0, at = 0; flow < flows.size(); flow++) {
            for (; at < ends.get(flow); at++) {
                places[next[entries[at]]++] = (short) flow;
            }
        }
        return new TextChunk(
                flows.stream().mapToLong(Long::longValue).toArray(),
                List.copyOf(partial),
                Postings.rows(starts, places, flows.size()));
    }
}
