package dev.steno.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineDifferencesTest {
    private static List<String> rows(String... texts) {
        return LineDifferences.compare(List.of(texts)).stream()
                .map(row -> row.key()
                        + (row.same() ? " = " : " ! ")
                        + row.values().stream().map(String::valueOf).collect(Collectors.joining("|")))
                .toList();
    }

    @Test
    void linesThatDifferStandBesideEachOther() {
        assertThat(rows("a\nb\nc", "a\nx\nc")).containsExactly("1 = a|a", "2 ! b|x", "3 = c|c");
        assertThat(rows("a\nc", "a\nb\nc")).containsExactly("1 = a|a", "+ ! null|b", "2 = c|c");
        assertThat(rows("a\nb\nc", "a\nc")).containsExactly("1 = a|a", "2 ! b|null", "3 = c|c");
        assertThat(rows("", "a")).containsExactly("+ ! null|a");
        assertThat(rows("a\nb", "a\nb", "b")).containsExactly("1 ! a|a|null", "2 = b|b|b");
    }

    /** Thousands of lines that all differ: compared by number, in no time that depends on their product. */
    @Test
    void textsWithoutACommonLineAreComparedByNumber() {
        String one = "a\n".repeat(30_000);
        String other = "b\n".repeat(20_000);
        List<ComparedRow> rows = LineDifferences.compare(List.of(one, other));
        assertThat(rows).hasSize(30_000);
        assertThat(rows.get(5).values()).containsExactly("a", "b");
        assertThat(rows.get(25_000).values()).containsExactly("a", null);
    }

    /** Each text is in its column, whole and in order; equal texts have no difference. */
    @Property
    void noLineIsLostOrMoved(
            @ForAll @Size(max = 30) List<@IntRange(max = 4) Integer> one,
            @ForAll @Size(max = 30) List<@IntRange(max = 4) Integer> other) {
        List<ComparedRow> rows = LineDifferences.compare(List.of(text(one), text(other)));
        assertThat(column(rows, 0)).isEqualTo(text(one).lines().toList());
        assertThat(column(rows, 1)).isEqualTo(text(other).lines().toList());
        assertThat(LineDifferences.compare(List.of(text(one), text(one)))).allMatch(ComparedRow::same);
        long common = rows.stream().filter(ComparedRow::same).count();
        assertThat(common).isGreaterThanOrEqualTo(longest(one, other));
    }

    private static String text(List<Integer> lines) {
        return lines.stream().map(line -> "line " + line).collect(Collectors.joining("\n"));
    }

    private static List<String> column(List<ComparedRow> rows, int index) {
        return rows.stream()
                .map(row -> row.values().get(index))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The length of the longest common subsequence, by the table of all prefixes. */
    private static int longest(List<Integer> a, List<Integer> b) {
        int[][] table = new int[a.size() + 1][b.size() + 1];
        for (int i = 1; i <= a.size(); i++) {
            for (int j = 1; j <= b.size(); j++) {
                table[i][j] = a.get(i - 1).equals(b.get(j - 1))
                        ? table[i - 1][j - 1] + 1
                        : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table[a.size()][b.size()];
    }
}
