package dev.steno.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compares texts line by line, by the shortest edit script; the middle of texts that need more than {@value
 * EditScript#MOST_EDITS} edits is compared line beside line. Stateless.
 */
final class LineDifferences {
    private static final int MOST_LINES = 100_000;

    private LineDifferences() {}

    /**
     * A line.
     *
     * @param key what a row of it is called; empty for the number of the line in the first text
     */
    record Line(String key, String text) {}

    static List<ComparedRow> compare(List<String> texts) {
        return compareLines(texts.stream().map(LineDifferences::lines).toList(), UnaryOperator.identity());
    }

    /** @param normal what of a line is compared */
    static List<ComparedRow> compareLines(List<List<Line>> texts, UnaryOperator<String> normal) {
        Alignment.Keys keys = new Alignment.Keys();
        List<int[]> sequences = texts.stream()
                .map(lines -> keys.of(lines.stream()
                        .map(line -> new Line(line.key(), normal.apply(line.text())))
                        .toList()))
                .toList();
        List<ComparedRow> rows = new ArrayList<>();
        for (int[] row : Alignment.rows(sequences, true)) {
            List<@Nullable String> values = new ArrayList<>();
            List<@Nullable String> compared = new ArrayList<>();
            String key = "";
            for (int i = 0; i < row.length; i++) {
                Line line = row[i] == Alignment.NONE ? null : texts.get(i).get(row[i]);
                values.add(line == null ? null : line.text());
                compared.add(line == null ? null : normal.apply(line.text()));
                key = key.isEmpty() && line != null ? line.key() : key;
            }
            if (key.isEmpty()) {
                key = row[0] == Alignment.NONE ? "+" : String.valueOf(row[0] + 1);
            }
            rows.add(new ComparedRow(key, values, ComparedRow.areEqual(compared)));
        }
        return rows;
    }

    static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>(
                text.lines().limit(MOST_LINES).map(line -> new Line("", line)).toList());
        if (lines.size() == MOST_LINES) {
            lines.add(new Line("", "(further lines are not compared)"));
        }
        return lines;
    }
}
