package dev.steno.net.channel;

import java.util.HashSet;
import java.util.Set;

/** Servers with some property, as a bounded cache: a full set is cleared, and its entries are learnt again. For one thread. */
public final class BoundedSet<T> {
    /** Entries of one set; a client's connection has one for each fact that it remembers. */
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
