package dev.steno.search;

import dev.steno.filter.Needle;
import java.util.Arrays;

/**
 * The distinct runs of three characters of a text, as numbers of {@link #BUCKETS}, ignoring case as {@link Needle#fold} does. A
 * text that holds another holds all its numbers; several runs may share a number, so the reverse is not certain. Filled by one
 * thread.
 *
 * <p>Characters that break a run, in texts and in what is looked for alike: control characters; U+0080 to U+00FF, since every
 * picture is full of them when read as text; and halves of surrogate pairs, whose case is not theirs alone.
 */
public final class Trigrams {
    /** How many numbers there are. Part of the session format, as is the way from characters to numbers. */
    public static final int BUCKETS = 1 << 16;

    private final long[] seen = new long[BUCKETS / 64];
    private int[] buckets = new int[1024];
    private int size;

    /** Adds the runs of one text. Runs do not go from one text to the next. */
    public void add(CharSequence text) {
        int length = 0;
        int first = 0;
        int second = 0;
        for (int i = 0, end = text.length(); i < end; i++) {
            char c = Needle.fold(text.charAt(i));
            if (!counts(c)) {
                length = 0;
                continue;
            }
            if (++length > 2) {
                add(bucket(first, second, c));
            }
            first = second;
            second = c;
        }
    }

    private void add(int bucket) {
        long bit = 1L << bucket;
        if ((seen[bucket >> 6] & bit) == 0) {
            seen[bucket >> 6] |= bit;
            if (size == buckets.length) {
                buckets = Arrays.copyOf(buckets, 2 * size);
            }
            buckets[size++] = bucket;
        }
    }

    /** How many numbers there are by now. */
    public int size() {
        return size;
    }

    /** The numbers, in no order. */
    public int[] toArray() {
        return Arrays.copyOf(buckets, size);
    }

    /** Copies the numbers. */
    void copyTo(int[] target, int from) {
        System.arraycopy(buckets, 0, target, from, size);
    }

    /** Forgets all. */
    public void clear() {
        for (int i = 0; i < size; i++) {
            seen[buckets[i] >> 6] = 0;
        }
        size = 0;
    }

    private static boolean counts(char folded) {
        return folded < 0x80 ? folded >= ' ' && folded < 0x7F : folded > 0xFF && !Character.isSurrogate(folded);
    }

    private static int bucket(int a, int b, int c) {
        int mixed = ((a * 0x9E3779B1 + b) * 0x85EBCA6B + c) * 0xC2B2AE35;
        return mixed >>> 16;
    }
}
