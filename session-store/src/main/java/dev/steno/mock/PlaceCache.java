package dev.steno.mock;

import org.jspecify.annotations.Nullable;

/**
 * The places that were asked for, with their flows grouped by equal requests. Places with many flows are kept apart from the others,
 * so that many small ones do not displace one that takes long to read. Any thread.
 */
final class PlaceCache {
    /** Upper bound on the numbers of flows in groups of equal requests that are kept in memory; 8 bytes each, and their digests. */
    static final long MOST_GROUPED = 1 << 20;

    /** A place with more flows is one of the large ones. */
    private static final int FEW = 64;

    private final BoundedCache<EqualRequests> small = new BoundedCache<>(MOST_GROUPED / 2);
    private final BoundedCache<EqualRequests> large = new BoundedCache<>(MOST_GROUPED / 2);

    /** Returns the flows of a place; null if they are not known. */
    @Nullable
    EqualRequests get(long place) {
        EqualRequests found = small.get(place);
        return found == null ? large.get(place) : found;
    }

    void put(long place, EqualRequests flows) {
        (flows.size() > FEW ? large : small).put(place, flows, 16 + 2L * flows.size());
    }

    void clear() {
        small.clear();
        large.clear();
    }
}
