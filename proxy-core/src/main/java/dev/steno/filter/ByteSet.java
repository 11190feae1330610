package dev.steno.filter;

import java.util.BitSet;

/** Some of the bytes of ASCII. */
final class ByteSet {
    private final BitSet bytes = new BitSet(256);

    static ByteSet of(int one) {
        ByteSet set = new ByteSet();
        set.bytes.set(one);
        return set;
    }

    ByteSet with(int from, int to) {
        bytes.set(from, to + 1);
        return this;
    }

    ByteSet with(ByteSet other) {
        bytes.or(other.bytes);
        return this;
    }

    /** Adds the other case of each letter. */
    ByteSet ignoringCase() {
        for (int c = 'a'; c <= 'z'; c++) {
            int upper = c - 'a' + 'A';
            if (bytes.get(c) || bytes.get(upper)) {
                bytes.set(c);
                bytes.set(upper);
            }
        }
        return this;
    }

    boolean has(int b) {
        return bytes.get(b);
    }

    /** How many bits of information a byte of this set is: 8 for a single byte. */
    double bits() {
        return 8 - Math.log(Math.max(1, bytes.cardinality())) / Math.log(2);
    }
}
