package dev.steno.diff;

import java.util.Arrays;

/** The longest ascending subsequence (Fredman, On computing the length of longest increasing subsequences, 1975). Stateless. */
final class LongestOrder {
    private LongestOrder() {}

    /** Returns the values, with {@link SideFlows#NONE} in place of those that are not part of the longest order. */
    static int[] keep(int[] values) {
        int[] ends = new int[values.length]; // of the best subsequence of each length, the place of its last value
        int[] before = new int[values.length];
        int longest = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] == SideFlows.NONE) {
                continue;
            }
            int low = 0;
            int high = longest;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (values[ends[middle]] < values[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? SideFlows.NONE : ends[low - 1];
            ends[low] = i;
            longest = Math.max(longest, low + 1);
        }
        int[] kept = new int[values.length];
        Arrays.fill(kept, SideFlows.NONE);
        for (int i = longest == 0 ? SideFlows.NONE : ends[longest - 1]; i != SideFlows.NONE; i = before[i]) {
            kept[i] = values[i];
        }
        return kept;
    }
}
