package dev.steno.search;

import dev.steno.filter.Needle;
import java.util.Arrays;

/**
 * The distinct trigrams of a text, hashed to {@link #BUCKETS} numbers, ignoring case as {@link Needle#fold} does. If a
 * text contains another, it has all its numbers; the reverse is not certain, since several trigrams may share a number.
 * For one thread.
 *
 * <p>Some characters break a trigram, both in texts and in search terms: control characters; U+0080 to U+00FF, which
 * fill every image that is read as text; and surrogates, whose case does not depend on themselves alone.
 */
public final class Trigrams {
    /** The number of buckets. Part of the session format, as is the mapping from characters to numbers. */
    public static final int BUCKETS = 1 << 16;

    private final long[] seen = new long[BUCKETS / 64];
    private int[] buckets = new int[1024];
    private int size;

    /** Adds the trigrams of one text. Trigrams do not span two texts. */
    public void addText(CharSequence text) {
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
                addBucket(bucket(first, second, c));
            }
            first = second;
            second = c;
        }
    }

    private void addBucket(int bucket) {
        long bit = 1L << bucket;
        if ((seen[bucket >> 6] & bit) == 0) {
            seen[bucket >> 6] |= bit;
            if (size == buckets.length) {
                buckets = Arrays.copyOf(buckets, 2 * size);
            }
            buckets[size++] = bucket;
        }
    }

    /** The current number of distinct numbers. */
    public int size() {
        return size;
    }

    /** The numbers, in no particular order. */
    public int[] toArray() {
        return Arrays.copyOf(buckets, size);
    }

    /** The numbers, each of which fits 16 bits. */
    char[] toChars() {
        char[] chars = new char[size];
        for (int i = 0; i < size; i++) {
            chars[i] = (char) buckets[i];
        }
        return chars;
    }

    /** Copies the numbers into an array. */
    void copyTo(int[] target, int from) {
        System.arraycopy(buckets, 0, target, from, size);
    }

    /** Removes all numbers. */
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
