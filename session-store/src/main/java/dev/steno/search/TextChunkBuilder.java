package dev.steno.search;

import dev.steno.filter.Content;
import dev.steno.flow.Flow;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Indexes flows, one after the other. For one thread. */
public final class TextChunkBuilder {
    /** The most flows of a chunk. */
    public static final int FLOWS = 2048;

    /** A chunk of so many entries is full whatever its flows; bounds the heap to about ten megabytes. */
    private static final int ENTRIES = 1 << 20;

    private final FlowText text;
    private final Trigrams trigrams = new Trigrams();
    private final List<Long> flows = new ArrayList<>();
    private final List<Integer> partial = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private int[] entries = new int[ENTRIES / 4];
    private int size;

    /** @param content brings the bodies of the flows to be added */
    public TextChunkBuilder(Content content) {
        this.text = new FlowText(content);
    }

    /**
     * Adds a flow, numbered above those before it.
     *
     * @throws UncheckedIOException where a body cannot be read; the flow is not added
     */
    public void add(Flow flow) {
        trigrams.clear();
        boolean whole = text.addTo(trigrams, flow);
        addCounted(flow.id(), whole);
    }

    /** Adds a flow that cannot be read: it may hold anything. */
    public void addUnread(long flow) {
        trigrams.clear();
        addCounted(flow, false);
    }

    private void addCounted(long flow, boolean whole) {
        if (!whole) {
            partial.add(flows.size());
        }
        flows.add(flow);
        if (size + trigrams.size() > entries.length) {
            entries = Arrays.copyOf(entries, Math.max(2 * entries.length, size + trigrams.size()));
        }
        trigrams.copyTo(entries, size);
        size += trigrams.size();
        ends.add(size);
    }

    /** Whether no more flows should be added. */
    public boolean isFull() {
        return flows.size() >= FLOWS || size >= ENTRIES;
    }

    public boolean isEmpty() {
        return flows.isEmpty();
    }

    /** The chunk of all that was added. Once. */
    public TextChunk build() {
        // Entries come flow by flow and are wanted bucket by bucket: counted, then dealt out.
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
