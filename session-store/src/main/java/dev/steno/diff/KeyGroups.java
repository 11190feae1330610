package dev.steno.diff;

import java.util.Arrays;

/** The elements of two arrays by their keys. For one thread. */
final class KeyGroups {
    private final long[] distinct;

    /** Keys are hashes, so that few begin with the same bits: by these, a key is found with few misses of the cache. */
    private final int shift;

    private final int[] spans;
    private final int[] leftOrder;
    private final int[] rightOrder;
    private final int[] leftStarts;
    private final int[] rightStarts;

    KeyGroups(long[] left, long[] right) {
        distinct = common(left, right);
        shift = Math.min(Long.SIZE - 1, Long.numberOfLeadingZeros(distinct.length) + 1);
        spans = spans();
        leftStarts = new int[distinct.length + 1];
        rightStarts = new int[distinct.length + 1];
        leftOrder = order(left, leftStarts);
        rightOrder = order(right, rightStarts);
    }

    /** Returns where each span of the distinct keys begins, and the end. */
    private int[] spans() {
        int[] begins = new int[(1 << Long.SIZE - shift) + 1];
        for (long key : distinct) {
            begins[span(key) + 1]++;
        }
        for (int i = 1; i < begins.length; i++) {
            begins[i] += begins[i - 1];
        }
        return begins;
    }

    /** Returns the number of a key's span: its first bits, in the order of signed numbers. */
    private int span(long key) {
        return (int) ((key ^ Long.MIN_VALUE) >>> shift);
    }

    /** Receives the places of elements with one key, each ascending; neither is empty. */
    @FunctionalInterface
    interface Group {
        void accept(int[] left, int[] right);
    }

    void forEach(Group to) {
        for (int i = 0; i < distinct.length; i++) {
            to.accept(
                    Arrays.copyOfRange(leftOrder, leftStarts[i], leftStarts[i + 1]),
                    Arrays.copyOfRange(rightOrder, rightStarts[i], rightStarts[i + 1]));
        }
    }

    /** Returns the keys that both have, ascending. */
    private static long[] common(long[] left, long[] right) {
        long[] one = left.clone();
        long[] other = right.clone();
        Arrays.sort(one);
        Arrays.sort(other);
        int size = 0;
        int at = 0;
        for (int i = 0; i < one.length; i++) {
            if (i > 0 && one[i] == one[i - 1]) {
                continue;
            }
            while (at < other.length && other[at] < one[i]) {
                at++;
            }
            if (at < other.length && other[at] == one[i]) {
                other[size++] = one[i]; // size never exceeds at
            }
        }
        return Arrays.copyOf(other, size);
    }

    /** Returns the places of elements whose key both have, ordered by key, then by place; fills in where each key begins. */
    private int[] order(long[] keys, int[] starts) {
        int[] groups = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int span = span(keys[i]);
            groups[i] = Arrays.binarySearch(distinct, spans[span], spans[span + 1], keys[i]);
            if (groups[i] >= 0) {
                starts[groups[i] + 1]++;
            }
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        int[] next = starts.clone();
        int[] order = new int[starts[starts.length - 1]];
        for (int i = 0; i < keys.length; i++) {
            if (groups[i] >= 0) {
                order[next[groups[i]]++] = i;
            }
        }
        return order;
    }
}
