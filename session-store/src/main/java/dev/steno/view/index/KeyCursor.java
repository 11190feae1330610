package dev.steno.view.index;

import java.util.Arrays;

/** Reads the entries of a {@link KeyBlock} in their order. */
final class KeyCursor {
    private final byte[] data;
    private byte[] key = new byte[64];
    private int length;
    private long flow;
    private int start;
    private int end;

    KeyCursor(byte[] data) {
        this.data = data;
    }

    /** Goes to the next entry, which at the beginning is the first; false behind the last. */
    boolean next() {
        if (end == data.length) {
            return false;
        }
        start = end;
        int shared = (int) number();
        int rest = (int) number();
        length = shared + rest;
        if (length > key.length) {
            key = Arrays.copyOf(key, 2 * length);
        }
        System.arraycopy(data, end, key, shared, rest);
        end += rest;
        long zigzag = number();
        flow += zigzag >>> 1 ^ -(zigzag & 1);
        return true;
    }

    private long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = data[end++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** The entry's key, of which {@link #length} bytes count, until the next entry. */
    byte[] key() {
        return key;
    }

    int length() {
        return length;
    }

    /** The entry's key, to keep. */
    byte[] copy() {
        return Arrays.copyOf(key, length);
    }

    long flow() {
        return flow;
    }

    /** Where the entry begins in the block's bytes. */
    int start() {
        return start;
    }

    /** Where it ends. */
    int end() {
        return end;
    }

    /** How the entry stands to another: negative if before. */
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
