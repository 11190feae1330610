package dev.steno.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares texts line by line: the others with the first, by the shortest edit script (Myers, An O(ND) Difference
 * Algorithm, 1986). If that is longer than {@value #MOST_EDITS} edits, lines are compared by their numbers. Stateless.
 */
final class LineDifferences {
    private static final int MOST_EDITS = 1_000;
    private static final int MOST_LINES = 100_000;

    private LineDifferences() {}

    static List<ComparedRow> compare(List<String> texts) {
        List<List<String>> lines = texts.stream().map(LineDifferences::lines).toList();
        List<String> base = lines.get(0);
        List<Alignment> others = new ArrayList<>();
        for (List<String> other : lines.subList(1, lines.size())) {
            others.add(Alignment.of(base, other));
        }
        List<ComparedRow> rows = new ArrayList<>();
        for (int at = 0; at <= base.size(); at++) {
            int place = at;
            int added = others.stream()
                    .mapToInt(each -> each.added(place).size())
                    .max()
                    .orElse(0);
            for (int i = 0; i < added; i++) {
                List<@Nullable String> row = new ArrayList<>();
                row.add(null);
                for (Alignment each : others) {
                    row.add(i < each.added(at).size() ? each.added(at).get(i) : null);
                }
                rows.add(ComparedRow.of("+", row));
            }
            if (at < base.size()) {
                List<@Nullable String> row = new ArrayList<>();
                row.add(base.get(at));
                others.forEach(each -> row.add(each.line[place]));
                rows.add(ComparedRow.of(String.valueOf(at + 1), row));
            }
        }
        return rows;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(text.lines().limit(MOST_LINES).toList());
        if (lines.size() == MOST_LINES) {
            lines.add("(further lines are not compared)");
        }
        return lines;
    }

    /** Which lines of another text stand beside those of the first. */
    private static final class Alignment {
        /** By the index in the first text; null if the other lacks the line. */
        private final @Nullable String[] line;

        /** By the index in the first text before which they are. */
        private final List<@Nullable List<String>> added;

        private Alignment(int size) {
            line = new String[size];
            added = new ArrayList<>(Collections.nCopies(size + 1, null));
        }

        List<String> added(int before) {
            List<String> lines = added.get(before);
            return lines == null ? List.of() : lines;
        }

        static Alignment of(List<String> base, List<String> other) {
            Alignment result = new Alignment(base.size());
            int start = 0;
            int shorter = Math.min(base.size(), other.size());
            while (start < shorter && base.get(start).equals(other.get(start))) {
                result.line[start] = other.get(start);
                start++;
            }
            int end = 0;
            while (end < shorter - start && base.get(base.size() - 1 - end).equals(other.get(other.size() - 1 - end))) {
                result.line[base.size() - 1 - end] = other.get(other.size() - 1 - end);
                end++;
            }
            List<String> middle = base.subList(start, base.size() - end);
            List<String> otherMiddle = other.subList(start, other.size() - end);
            int[] matches = matches(middle, otherMiddle);
            int from = 0;
            int otherFrom = 0;
            for (int i = 0; i <= middle.size(); i++) {
                if (i == middle.size() || matches[i] >= 0) {
                    int otherTo = i == middle.size() ? otherMiddle.size() : matches[i];
                    result.changed(start + from, start + i, otherMiddle.subList(otherFrom, otherTo));
                    if (i < middle.size()) {
                        result.line[start + i] = otherMiddle.get(otherTo);
                    }
                    from = i + 1;
                    otherFrom = otherTo + 1;
                }
            }
            return result;
        }

        /** Puts lines beside those that they replace; further ones are added behind these. */
        private void changed(int from, int to, List<String> lines) {
            int paired = Math.min(to - from, lines.size());
            for (int i = 0; i < paired; i++) {
                line[from + i] = lines.get(i);
            }
            if (lines.size() > paired) {
                added.set(to, List.copyOf(lines.subList(paired, lines.size())));
            }
        }

        /** For each line of the first text the index of its match in the other; -1 if there is none. */
        private static int[] matches(List<String> a, List<String> b) {
            int[] matches = new int[a.size()];
            Arrays.fill(matches, -1);
            int most = Math.min(a.size() + b.size(), MOST_EDITS);
            int[] reached = new int[2 * most + 3];
            List<int[]> trace = new ArrayList<>();
            for (int edits = 0; edits <= most; edits++) {
                trace.add(Arrays.copyOfRange(reached, most + 1 - edits, most + 2 + edits));
                for (int k = -edits; k <= edits; k += 2) {
                    int at = most + 1 + k;
                    boolean down = k == -edits || k != edits && reached[at - 1] < reached[at + 1];
                    int x = down ? reached[at + 1] : reached[at - 1] + 1;
                    while (x < a.size() && x - k < b.size() && a.get(x).equals(b.get(x - k))) {
                        x++;
                    }
                    reached[at] = x;
                    if (x >= a.size() && x - k >= b.size()) {
                        walkBack(trace, edits, a.size(), b.size(), matches);
                        return matches;
                    }
                }
            }
            return matches;
        }

        private static void walkBack(List<int[]> trace, int edits, int sizeA, int sizeB, int[] matches) {
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
                    matches[--x] = --y;
                }
                x = beforeX;
                y = beforeY;
            }
            while (x > 0 && y > 0) {
                matches[--x] = --y;
            }
        }

        private static int value(int[] reached, int middle, int diagonal) {
            int at = middle + diagonal;
            return at >= 0 && at < reached.length ? reached[at] : 0;
        }
    }
}
