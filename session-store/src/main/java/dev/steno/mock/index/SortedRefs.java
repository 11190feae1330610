package dev.steno.mock.index;

import java.util.Arrays;

/** Flows by hashes with evenly spread bits, in two sorted arrays: 16 bytes a flow. Immutable. */
final class SortedRefs {
    private static final int BLOCKS = 1 << 15;
    private static final int BLOCK_SHIFT = Long.SIZE - 15;

    /** Hashes are sorted as numbers with a sign. */
    private static final int SIGN_OF_BLOCK = BLOCKS / 2;

    /** A part of the arrays that is sorted by insertion. */
    private static final int SHORT = 24;

    private final long[] hashes;
    private final long[] refs;
    private final int[] blocks;

    private SortedRefs(long[] hashes, long[] refs) {
        this.hashes = hashes;
        this.refs = refs;
        this.blocks = blocks(hashes);
    }

    /** Takes the arrays, and sorts them by hash and then by flow. */
    static SortedRefs of(long[] hashes, long[] refs) {
        sort(hashes, refs, 0, hashes.length - 1);
        return new SortedRefs(hashes, refs);
    }

    int size() {
        return refs.length;
    }

    /** Copies all to arrays. */
    void copyTo(long[] toHashes, long[] toRefs) {
        System.arraycopy(hashes, 0, toHashes, 0, hashes.length);
        System.arraycopy(refs, 0, toRefs, 0, refs.length);
    }

    boolean contains(long hash) {
        int first = first(hash);
        return first < hashes.length && hashes[first] == hash;
    }

    /** Returns the flows of a hash, in their order. */
    long[] find(long hash) {
        int from = first(hash);
        int to = from;
        while (to < hashes.length && hashes[to] == hash) {
            to++;
        }
        return Arrays.copyOfRange(refs, from, to);
    }

    /** Returns the place of the first flow with this hash or a higher one. */
    private int first(long hash) {
        int block = (int) (hash >>> BLOCK_SHIFT) ^ SIGN_OF_BLOCK;
        int low = blocks[block];
        int high = blocks[block + 1];
        while (low < high) {
            int middle = low + high >>> 1;
            if (hashes[middle] < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns where the hashes with the same first bits begin, of which a million flows have a few each. */
    private static int[] blocks(long[] hashes) {
        int[] blocks = new int[BLOCKS + 1];
        int at = 0;
        for (int block = 0; block < BLOCKS; block++) {
            blocks[block] = at;
            while (at < hashes.length && ((int) (hashes[at] >>> BLOCK_SHIFT) ^ SIGN_OF_BLOCK) == block) {
                at++;
            }
        }
        blocks[BLOCKS] = at;
        return blocks;
    }

    private static void sort(long[] hashes, long[] refs, int from, int to) {
        int low = from;
        int high = to;
        while (high - low > SHORT) {
            int middle = low + high >>> 1;
            median(hashes, refs, low, middle, high);
            long hash = hashes[middle];
            long ref = refs[middle];
            int i = low;
            int j = high;
            while (i <= j) {
                while (isLess(hashes[i], refs[i], hash, ref)) {
                    i++;
                }
                while (isLess(hash, ref, hashes[j], refs[j])) {
                    j--;
                }
                if (i <= j) {
                    swap(hashes, refs, i++, j--);
                }
            }
            if (j - low < high - i) {
                sort(hashes, refs, low, j);
                low = i;
            } else {
                sort(hashes, refs, i, high);
                high = j;
            }
        }
        for (int i = low + 1; i <= high; i++) {
            for (int j = i; j > low && isLess(hashes[j], refs[j], hashes[j - 1], refs[j - 1]); j--) {
                swap(hashes, refs, j, j - 1);
            }
        }
    }

    private static void median(long[] hashes, long[] refs, int low, int middle, int high) {
        if (isLess(hashes[middle], refs[middle], hashes[low], refs[low])) {
            swap(hashes, refs, low, middle);
        }
        if (isLess(hashes[high], refs[high], hashes[low], refs[low])) {
            swap(hashes, refs, low, high);
        }
        if (isLess(hashes[high], refs[high], hashes[middle], refs[middle])) {
            swap(hashes, refs, middle, high);
        }
    }

    private static boolean isLess(long hash, long ref, long otherHash, long otherRef) {
        return hash < otherHash || hash == otherHash && ref < otherRef;
    }

    private static void swap(long[] hashes, long[] refs, int one, int other) {
        long hash = hashes[one];
        hashes[one] = hashes[other];
        hashes[other] = hash;
        long ref = refs[one];
        refs[one] = refs[other];
        refs[other] = ref;
    }
}
