package dev.steno.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The longest common subsequence of two sequences, by the shortest edit script (Myers, An O(ND) Difference Algorithm,
 * 1986). Its result does not depend on which of the two comes first. Stateless.
 */
public final class EditScript {
    /** Upper bound on insertions and deletions; the middle of sequences that need more has no matches. */
    public static final int MOST_EDITS = 1_000;

    private EditScript() {}

    /** Returns for each element of the first sequence the index of its match in the other; -1 if it has none. */
    public static int[] matches(int[] one, int[] other) {
        int order = one.length != other.length ? one.length - other.length : Arrays.compare(one, other);
        if (order <= 0) {
            return trimmed(one, other);
        }
        int[] reversed = trimmed(other, one);
        int[] matches = new int[one.length];
        Arrays.fill(matches, -1);
        for (int i = 0; i < reversed.length; i++) {
            if (reversed[i] >= 0) {
                matches[reversed[i]] = i;
            }
        }
        return matches;
    }

    /** Matches equal elements at both ends, which are most of them as a rule, without a search. */
    private static int[] trimmed(int[] a, int[] b) {
        int[] matches = new int[a.length];
        Arrays.fill(matches, -1);
        int shorter = Math.min(a.length, b.length);
        int start = 0;
        while (start < shorter && a[start] == b[start]) {
            matches[start] = start;
            start++;
        }
        int end = 0;
        while (end < shorter - start && a[a.length - 1 - end] == b[b.length - 1 - end]) {
            matches[a.length - 1 - end] = b.length - 1 - end;
            end++;
        }
        search(
                Arrays.copyOfRange(a, start, a.length - end),
                Arrays.copyOfRange(b, start, b.length - end),
                start,
                matches);
        return matches;
    }

    private static void search(int[] a, int[] b, int start, int[] matches) {
        int most = Math.min(a.length + b.length, MOST_EDITS);
        int[] reached = new int[2 * most + 3];
        List<int[]> trace = new ArrayList<>();
        for (int edits = 0; edits <= most; edits++) {
            trace.add(Arrays.copyOfRange(reached, most + 1 - edits, most + 2 + edits));
            for (int k = -edits; k <= edits; k += 2) {
                int at = most + 1 + k;
                boolean down = k == -edits || k != edits && reached[at - 1] < reached[at + 1];
                int x = down ? reached[at + 1] : reached[at - 1] + 1;
                while (x < a.length && x - k < b.length && a[x] == b[x - k]) {
                    x++;
                }
                reached[at] = x;
                if (x >= a.length && x - k >= b.length) {
                    walkBack(trace, edits, a.length, b.length, start, matches);
                    return;
                }
            }
        }
    }

    private static void walkBack(List<int[]> trace, int edits, int sizeA, int sizeB, int start, int[] matches) {
        int x = sizeA;
        int y = sizeB;
        for (int d = edits; d > 0; d--) {
            int[] reached = trace.get(d); // index d is diagonal 0
            int k = x - y;
            boolean down = k == -d || k != d && value(reached, d, k - 1) < value(reached, d, k + 1);
            int before = down ? k + 1 : k - 1;
            int beforeX = value(reached, d, before);
            int beforeY = beforeX - before;
            while (x > beforeX + (down ? 0 : 1) && y > beforeY + (down ? 1 : 0)) {
                x--;
                y--;
                matches[start + x] = start + y;
            }
            x = beforeX;
            y = beforeY;
        }
        while (x > 0 && y > 0) {
            x--;
            y--;
            matches[start + x] = start + y;
        }
    }

    private static int value(int[] reached, int middle, int diagonal) {
        int at = middle + diagonal;
        return at >= 0 && at < reached.length ? reached[at] : 0;
    }
}
