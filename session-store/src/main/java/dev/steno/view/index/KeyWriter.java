package dev.steno.view.index;

import dev.steno.search.Leb128;
import java.util.Arrays;

/** Encodes the entries of a {@link KeyBlock}. For one thread. */
final class KeyWriter {
    private byte[] data;
    private int size;
    private byte[] last = new byte[64];
    private int lastLength;
    private long lastFlow;

    KeyWriter(int expected) {
        data = new byte[Math.max(16, expected)];
    }

    /** Copies encoded bytes unchanged. */
    void raw(byte[] from, int start, int end) {
        ensure(end - start);
        System.arraycopy(from, start, data, size, end - start);
        size += end - start;
    }

    /** Sets the entry relative to which the next one is encoded. */
    void continueAfter(byte[] key, int length, long flow) {
        if (length > last.length) {
            last = new byte[2 * length];
        }
        System.arraycopy(key, 0, last, 0, length);
        lastLength = length;
        lastFlow = flow;
    }

    void entry(byte[] key, int length, long flow) {
        int differ = Arrays.mismatch(last, 0, lastLength, key, 0, length);
        int shared = differ < 0 ? length : differ;
        int rest = length - shared;
        ensure(rest + 3 * Leb128.LONGEST);
        number(shared);
        number(rest);
        System.arraycopy(key, shared, data, size, rest);
        size += rest;
        long difference = flow - lastFlow;
        number(difference << 1 ^ difference >> 63);
        continueAfter(key, length, flow);
    }

    private void number(long value) {
        size = Leb128.write(value, data, size);
    }

    private void ensure(int more) {
        if (size + more > data.length) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, size + more));
        }
    }

    int size() {
        return size;
    }

    /** The bytes written so far, as a copy of exact size. */
    byte[] bytes() {
        return Arrays.copyOf(data, size);
    }

    /** Resets the writer, so that it can be used again. */
    void clear() {
        size = 0;
        lastLength = 0;
        lastFlow = 0;
    }
}
