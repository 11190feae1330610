package dev.steno.view.index;

import dev.steno.search.Leb128;
import java.util.Arrays;

/** Decodes the entries of a {@link KeyBlock} in order. For one thread. */
final class KeyCursor {
    private final byte[] data;
    private final Leb128.Reader numbers;
    private byte[] key = new byte[64];
    private int length;
    private long flow;
    private int start;

    KeyCursor(byte[] data) {
        this.data = data;
        this.numbers = new Leb128.Reader(data);
    }

    /** Moves to the next entry, initially to the first; false if there is none. */
    boolean next() {
        if (numbers.isAtEnd()) {
            return false;
        }
        start = numbers.at();
        int shared = (int) numbers.next();
        int rest = (int) numbers.next();
        length = shared + rest;
        if (length > key.length) {
            key = Arrays.copyOf(key, 2 * length);
        }
        System.arraycopy(data, numbers.at(), key, shared, rest);
        numbers.skip(rest);
        long zigzag = numbers.next();
        flow += zigzag >>> 1 ^ -(zigzag & 1);
        return true;
    }

    /** The entry's key, valid until {@link #next} is called; only the first {@link #length} bytes belong to it. */
    byte[] key() {
        return key;
    }

    int length() {
        return length;
    }

    /** A copy of the entry's key. */
    byte[] copy() {
        return Arrays.copyOf(key, length);
    }

    long flow() {
        return flow;
    }

    /** The offset of the entry in the block's bytes. */
    int start() {
        return start;
    }

    /** The offset of the first byte after the entry. */
    int end() {
        return numbers.at();
    }

    /** Compares the entry with another; negative if this entry comes before it. */
    int compare(byte[] other, long otherFlow) {
        return compare(other, other.length, otherFlow);
    }

    int compare(KeyCursor other) {
        return compare(other.key, other.length, other.flow);
    }

    private int compare(byte[] other, int otherLength, long otherFlow) {
        int order = Arrays.compareUnsigned(key, 0, length, other, 0, otherLength);
        return order != 0 ? order : Long.compare(flow, otherFlow);
    }
}
