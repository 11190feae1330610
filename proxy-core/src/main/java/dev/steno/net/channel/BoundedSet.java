package dev.steno.net.channel;

import java.util.HashSet;
import java.util.Set;

/**
 * A bounded cache of servers that have some property: a full set is cleared, and its entries are learnt again. Confined to one
 * thread.
 */
public final class BoundedSet<T> {
    /** Upper bound on entries; a client's connection has one set for each property. */
    public static final int MOST = 256;

    private final Set<T> known = new HashSet<>();

    public void add(T one) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.add(one);
    }

    public boolean contains(T one) {
        return known.contains(one);
    }

    void remove(T one) {
        known.remove(one);
    }
}
