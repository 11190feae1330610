package dev.steno.builtin;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A set of flow ids with one bit per id: ten million consecutive ids take little more than a megabyte. For one thread.
 */
final class IdSet {
    private static final int PAGE = 1 << 16;

    private final Map<Long, BitSet> pages = new HashMap<>();

    /** Adds an id; returns false if it was already present. */
    boolean addId(long id) {
        BitSet page = pages.computeIfAbsent(Math.floorDiv(id, (long) PAGE), number -> new BitSet());
        int bit = (int) Math.floorMod(id, (long) PAGE);
        if (page.get(bit)) {
            return false;
        }
        page.set(bit);
        return true;
    }
}
