package dev.steno.net;

import java.util.HashSet;
import java.util.Set;

/** What was found out of a few servers. Where it is full it begins anew: the rest is found out once more. For one thread. */
final class BoundedSet<T> {
    /** Entries of one set; a client's connection has one for each fact that it remembers. */
    static final int MOST = 256;

    private final Set<T> known = new HashSet<>();

    void add(T one) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.add(one);
    }

    boolean contains(T one) {
        return known.contains(one);
    }

    void remove(T one) {
        known.remove(one);
    }
}
