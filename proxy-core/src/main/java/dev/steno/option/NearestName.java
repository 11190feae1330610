package dev.steno.option;

import java.util.Collection;
import java.util.Optional;

/** Suggests the known name that is most similar to a mistyped one. Stateless. */
public final class NearestName {
    private NearestName() {}

    /**
     * The known name with the smallest edit distance to the given one; the first if several are equally close. Empty if
     * more than a third of the name would have to change, which is more than a typing error changes.
     */
    public static Optional<String> to(String name, Collection<String> known) {
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int changes = distance(name, candidate);
            if (changes < least || changes == least && candidate.compareTo(best) < 0) {
                best = candidate;
                least = changes;
            }
        }
        return least <= Math.max(1, name.length() / 3) ? Optional.ofNullable(best) : Optional.empty();
    }

    /** {@code "; did you mean …?"} to append to an error message, or the empty text if no name is close. */
    public static String hint(String name, Collection<String> known) {
        return to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /**
     * The edit distance: the smallest number of insertions, deletions, replacements and swaps of adjacent characters
     * that turn one text into the other.
     */
    private static int distance(String a, String b) {
        int[][] changes = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    changes[i][j] = i + j;
                    continue;
                }
                int replaced = changes[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int least = Math.min(replaced, 1 + Math.min(changes[i - 1][j], changes[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                changes[i][j] = swapped ? Math.min(least, 1 + changes[i - 2][j - 2]) : least;
            }
        }
        return changes[a.length()][b.length()];
    }
}
