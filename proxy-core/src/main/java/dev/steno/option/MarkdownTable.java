package dev.steno.option;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds a table in GitHub Flavored Markdown (GFM 0.29, 4.10) row by row. For one thread. */
public final class MarkdownTable {
    private final StringBuilder lines = new StringBuilder();
    private final int columns;

    public MarkdownTable(String... headings) {
        columns = headings.length;
        row(headings);
        lines.append("|").append("---|".repeat(columns)).append('\n');
    }

    /** Text as a code span; empty text stays empty. */
    public static String code(String text) {
        if (text.isEmpty()) {
            return "";
        }
        String fence = text.contains("`") ? "``" : "`";
        return fence + (fence.length() > 1 ? " " + text + " " : text) + fence;
    }

    /** Adds a row. Bars and line ends in a cell are escaped. */
    public MarkdownTable row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
        }
        lines.append(Stream.of(cells)
                .map(cell -> cell.replace("|", "\\|").replaceAll("\\R", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
        return this;
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
