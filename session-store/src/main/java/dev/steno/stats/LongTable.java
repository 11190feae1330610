package dev.steno.stats;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Values by a number that is a hash with evenly spread bits; without an object per number. For one thread. */
final class LongTable<V> {
    private long[] keys = new long[128];
    private @Nullable Object[] values = new @Nullable Object[128]; // null if free
    private int size;

    int size() {
        return size;
    }

    /** Returns the value of a number; null if there is none. */
    @Nullable
    V get(long key) {
        return value(slot(key));
    }

    /** Sets the value of a number. */
    void put(long key, V value) {
        int slot = slot(key);
        if (values[slot] == null && 2 * ++size > keys.length) {
            grow();
            slot = slot(key);
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /** Passes on each value. */
    void forEach(Consumer<V> to) {
        for (int i = 0; i < values.length; i++) {
            V value = value(i);
            if (value != null) {
                to.accept(value);
            }
        }
    }

    private int slot(long key) {
        int slot = (int) (key ^ key >>> 32) & (keys.length - 1);
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    @SuppressWarnings("unchecked")
    private @Nullable V value(int slot) {
        return (V) values[slot];
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new @Nullable Object[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
