package dev.steno.mock.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Recorded flows by the hash of where their requests go: 16 bytes a flow. Flows that are added later are kept in a map, and
 * sorted in once they are many. Any thread reads, without a lock; one adds at a time.
 */
final class FlowIndex {
    /** Flows that are collected in one array while a session is read. */
    private static final int BLOCK = 1 << 14;

    /** Upper bound on the flows of the map, beside an eighth of those that are sorted. */
    private static final int MOST_RECENT = 4096;

    private volatile SortedRefs sorted = SortedRefs.of(new long[0], new long[0]);
    private final Map<Long, long[]> recent = new ConcurrentHashMap<>();
    private int recentSize;
    private final List<long[]> collected = new ArrayList<>(); // hash and flow in turn
    private int collectedInLast = BLOCK;

    /** Adds a flow of a session that is read from its start; it is found once {@link #endCollecting} was called. */
    void collect(long hash, long ref) {
        if (collectedInLast == BLOCK) {
            collected.add(new long[2 * BLOCK]);
            collectedInLast = 0;
        }
        long[] last = collected.get(collected.size() - 1);
        last[2 * collectedInLast] = hash;
        last[2 * collectedInLast + 1] = ref;
        collectedInLast++;
    }

    void endCollecting() {
        int count = collected.isEmpty() ? 0 : (collected.size() - 1) * BLOCK + collectedInLast;
        SortedRefs before = sorted;
        long[] hashes = new long[before.size() + count];
        long[] refs = new long[hashes.length];
        before.copyTo(hashes, refs);
        for (int i = 0, to = before.size(); to < hashes.length; i++, to++) {
            long[] block = collected.get(i / BLOCK);
            hashes[to] = block[2 * (i % BLOCK)];
            refs[to] = block[2 * (i % BLOCK) + 1];
        }
        collected.clear();
        collectedInLast = BLOCK;
        sorted = SortedRefs.of(hashes, refs);
    }

    /** Adds a flow; it is found at once. */
    void add(long hash, long ref) {
        recent.merge(hash, new long[] {ref}, FlowIndex::joined);
        recentSize++;
        if (recentSize > MOST_RECENT + sorted.size() / 8) {
            recent.forEach((key, refs) -> {
                for (long each : refs) {
                    collect(key, each);
                }
            });
            endCollecting();
            recent.clear(); // a look-up in between finds them twice, which find() removes
            recentSize = 0;
        }
    }

    private static long[] joined(long[] one, long[] other) {
        long[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    boolean contains(long hash) {
        return recent.containsKey(hash) || sorted.contains(hash);
    }

    /** Returns the flows of a hash, in their order. */
    long[] find(long hash) {
        long[] late = recent.get(hash); // before the sorted ones, to which they move
        long[] early = sorted.find(hash);
        if (late == null) {
            return early;
        }
        return Arrays.stream(joined(early, late)).sorted().distinct().toArray();
    }

    int size() {
        return sorted.size() + recentSize;
    }
}
