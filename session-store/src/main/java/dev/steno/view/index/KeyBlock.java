package dev.steno.view.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some flows in a row with their keys. Of each key only what differs from the one before is kept (front coding), and of each
 * number the difference: an entry is the length of what is shared, the length of the rest, the rest, and the difference,
 * zigzag-coded; all numbers are little-endian base-128. Usually 6 to 12 bytes a flow where keys are numbers or words, 20 to
 * 40 for URLs.
 */
public final class KeyBlock {
    /** Names the block; 0 until it has a name. */
    int serial;

    private byte[] data;
    private int count;
    private byte[] firstKey;
    private long firstFlow;

    /** A block of entries that were coded, at least one. */
    KeyBlock(byte[] data, int count, byte[] firstKey, long firstFlow) {
        this.data = data;
        this.count = count;
        this.firstKey = firstKey;
        this.firstFlow = firstFlow;
    }

    int count() {
        return count;
    }

    /** The entries; not to be changed. */
    byte[] data() {
        return data;
    }

    /** How the first entry stands to another: negative if before. */
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

    /** Adds an entry; says at which place in the block. */
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
        // What the new entry shares with the one before is found anew: the cursor has passed it.
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

    /** Removes an entry that is here and not the only one; says from which place in the block. */
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

    /** The place of a flow that is here. */
    int placeOf(long flow) {
        KeyCursor at = cursor();
        for (int place = 0; at.next(); place++) {
            if (at.flow() == flow) {
                return place;
            }
        }
        throw new IllegalStateException("flow " + flow + " is not in its block");
    }

    /** The key of a flow that is here. */
    byte[] keyOf(long flow) {
        KeyCursor at = cursor();
        while (at.next()) {
            if (at.flow() == flow) {
                return at.copy();
            }
        }
        throw new IllegalStateException("flow " + flow + " is not in its block");
    }

    /** Gives the second half of the entries to a new block. */
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

    /** A cursor at a place; null before the first. */
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
