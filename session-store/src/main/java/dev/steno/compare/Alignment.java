package dev.steno.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which elements of sequences stand beside each other: those of the others beside those of the first. Stateless. */
final class Alignment {
    /** The index of a sequence that has no element in a row. */
    static final int NONE = -1;

    private Alignment() {}

    /**
     * Numbers distinct keys, so that sequences of them are compared as numbers. These follow from the keys' hashes, not from
     * the order in which they come, on which an alignment must not depend. For one thread.
     */
    static final class Keys {
        private final Map<Object, Integer> numbers = new HashMap<>();
        private final Set<Integer> used = new HashSet<>();

        int[] of(List<?> keys) {
            int[] result = new int[keys.size()];
            for (int i = 0; i < result.length; i++) {
                result[i] = numbers.computeIfAbsent(keys.get(i), this::free);
            }
            return result;
        }

        private int free(Object key) {
            int number = key.hashCode();
            while (!used.add(number)) {
                number++;
            }
            return number;
        }
    }

    /**
     * Returns rows with the index of each sequence's element; {@link #NONE} for a sequence without one.
     *
     * @param sequences keys of the elements, of which equal ones match
     * @param beside whether elements between two matches that do not match stand beside each other, in their order
     */
    static List<int[]> rows(List<int[]> sequences, boolean beside) {
        int[] base = sequences.get(0);
        List<int[]> partners = new ArrayList<>();
        for (int[] other : sequences.subList(1, sequences.size())) {
            int[] matches = EditScript.matches(base, other);
            if (beside) {
                fillGaps(matches, other.length);
            }
            partners.add(matches);
        }
        int[] reached = new int[partners.size()];
        List<int[]> rows = new ArrayList<>();
        for (int at = 0; at <= base.length; at++) {
            addOthersBefore(at, base.length, sequences, partners, reached, rows);
            if (at < base.length) {
                int[] row = row(sequences.size());
                row[0] = at;
                for (int i = 0; i < partners.size(); i++) {
                    row[i + 1] = partners.get(i)[at];
                    reached[i] = row[i + 1] == NONE ? reached[i] : row[i + 1] + 1;
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Adds rows of elements that the first sequence lacks before one of its own. */
    private static void addOthersBefore(
            int at, int size, List<int[]> sequences, List<int[]> partners, int[] reached, List<int[]> rows) {
        int[] until = new int[reached.length];
        int most = 0;
        for (int i = 0; i < reached.length; i++) {
            int partner = at == size ? sequences.get(i + 1).length : partners.get(i)[at];
            until[i] = partner == NONE ? reached[i] : partner;
            most = Math.max(most, until[i] - reached[i]);
        }
        for (int next = 0; next < most; next++) {
            int[] row = row(sequences.size());
            for (int i = 0; i < reached.length; i++) {
                row[i + 1] = reached[i] < until[i] ? reached[i]++ : NONE;
            }
            rows.add(row);
        }
    }

    private static int[] row(int size) {
        int[] row = new int[size];
        Arrays.fill(row, NONE);
        return row;
    }

    private static void fillGaps(int[] matches, int otherSize) {
        int from = 0;
        int otherFrom = 0;
        for (int i = 0; i <= matches.length; i++) {
            if (i == matches.length || matches[i] >= 0) {
                int otherTo = i == matches.length ? otherSize : matches[i];
                for (int k = 0; from + k < i && otherFrom + k < otherTo; k++) {
                    matches[from + k] = otherFrom + k;
                }
                from = i + 1;
                otherFrom = otherTo + 1;
            }
        }
    }
}
