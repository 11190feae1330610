package dev.steno.view.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of consecutive flow numbers of an order, with their sort keys, in compressed form. Each entry stores only the
 * difference from the entry before it (front coding): the length of the prefix that both keys share, the length of the
 * rest of the key, the rest itself, and the difference of the flow numbers, zigzag-coded. All lengths and numbers are
 * little-endian base-128. An entry usually takes 6 to 12 bytes if keys are numbers or words, and 20 to 40 if they are
 * URLs. For one thread.
 */
public final class KeyBlock {
    /** The block's number in {@link FlowBlockIndex}; 0 until it has one. */
    int serial;

    private byte[] data;
    private int count;
    private byte[] firstKey;
    private long firstFlow;

    /** Creates a block from encoded entries, of which there is at least one. */
    KeyBlock(byte[] data, int count, byte[] firstKey, long firstFlow) {
        this.data = data;
        this.count = count;
        this.firstKey = firstKey;
        this.firstFlow = firstFlow;
    }

    int count() {
        return count;
    }

    /** The encoded entries; must not be modified. */
    byte[] data() {
        return data;
    }

    /** Compares the first entry with another; negative if the first entry comes before it. */
    int compareFirst(byte[] key, long flow) {
        int order = Arrays.compareUnsigned(firstKey, key);
        return order != 0 ? order : Long.compare(firstFlow, flow);
    }

    byte[] firstKey() {
        return firstKey;
    }

    long firstFlow() {
        return firstFlow;
    }

    KeyCursor cursor() {
        return new KeyCursor(data);
    }

    /** Adds an entry; returns its place in the block. */
    int insert(byte[] key, long flow) {
        KeyCursor at = cursor();
        int place = 0;
        boolean following = at.next();
        while (following && at.compare(key, flow) < 0) {
            place++;
            following = at.next();
        }
        KeyWriter out = new KeyWriter(data.length + key.length + 24);
        out.raw(data, 0, following ? at.start() : data.length);
        // The new entry is encoded relative to the one before it, which the cursor has already passed.
        KeyCursor before = at(place - 1);
        if (before != null) {
            out.continueAfter(before.key(), before.length(), before.flow());
        }
        out.entry(key, key.length, flow);
        if (following) {
            out.entry(at.key(), at.length(), at.flow());
            out.raw(data, at.end(), data.length);
        }
        data = out.bytes();
        count++;
        if (place == 0) {
            firstKey = key;
            firstFlow = flow;
        }
        return place;
    }

    /** Removes an entry, which must be in the block and not its only one; returns the place it had. */
    int remove(long flow) {
        int place = placeOf(flow);
        KeyCursor before = at(place - 1);
        KeyCursor at = at(place);
        int start = at == null ? 0 : at.start();
        KeyWriter out = new KeyWriter(data.length + 24);
        out.raw(data, 0, start);
        if (before != null) {
            out.continueAfter(before.key(), before.length(), before.flow());
        }
        if (at != null && at.next()) {
            out.entry(at.key(), at.length(), at.flow());
            out.raw(data, at.end(), data.length);
            if (place == 0) {
                firstKey = at.copy();
                firstFlow = at.flow();
            }
        }
        data = out.bytes();
        count--;
        return place;
    }

    /** The place of a flow, which must be in the block. */
    int placeOf(long flow) {
        KeyCursor at = cursor();
        for (int place = 0; at.next(); place++) {
            if (at.flow() == flow) {
                return place;
            }
        }
        throw new IllegalStateException("flow " + flow + " is not in its block");
    }

    /** The number of entries before the given one, which need not be in the block. */
    int placeFor(byte[] key, long flow) {
        KeyCursor at = cursor();
        int place = 0;
        while (at.next() && at.compare(key, flow) < 0) {
            place++;
        }
        return place;
    }

    /** The key of a flow, which must be in the block. */
    byte[] keyOf(long flow) {
        KeyCursor at = cursor();
        while (at.next()) {
            if (at.flow() == flow) {
                return at.copy();
            }
        }
        throw new IllegalStateException("flow " + flow + " is not in its block");
    }

    /** Moves the second half of the entries to a new block. */
    KeyBlock split() {
        int half = count / 2;
        KeyCursor at = at(half);
        if (at == null) {
            throw new IllegalStateException("a block of " + count + " cannot be split");
        }
        KeyWriter out = new KeyWriter(data.length - at.start() + at.length());
        out.entry(at.key(), at.length(), at.flow());
        out.raw(data, at.end(), data.length);
        KeyBlock second = new KeyBlock(out.bytes(), count - half, at.copy(), at.flow());
        data = Arrays.copyOf(data, at.start());
        count = half;
        return second;
    }

    /** A cursor on the entry at a place; null if the place is negative. */
    private @Nullable KeyCursor at(int place) {
        if (place < 0) {
            return null;
        }
        KeyCursor at = cursor();
        for (int i = 0; i <= place; i++) {
            at.next();
        }
        return at;
    }
}
