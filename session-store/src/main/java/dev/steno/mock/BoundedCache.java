package dev.steno.mock;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Values by numbers, which can be found again; forgotten all at once when they have become too large together. Any thread,
 * without a lock.
 */
final class BoundedCache<V> {
    private final Map<Long, V> values = new ConcurrentHashMap<>();
    private final AtomicLong weight = new AtomicLong();
    private final long most;

    /** @param most upper bound on the weights together */
    BoundedCache(long most) {
        this.most = most;
    }

    /** Returns the value of a number; null if it is not known. */
    @Nullable
    V get(long key) {
        return values.get(key);
    }

    void put(long key, V value, long itsWeight) {
        if (weight.addAndGet(itsWeight) > most) {
            clear();
            weight.set(itsWeight);
        }
        values.put(key, value);
    }

    void remove(long key) {
        values.remove(key);
    }

    void clear() {
        values.clear();
        weight.set(0);
    }
}
