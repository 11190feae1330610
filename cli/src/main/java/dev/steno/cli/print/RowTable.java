package dev.steno.cli.print;

import dev.steno.text.Colour;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as a table below a heading. The first rows decide how wide the columns are; numbers are at the right of
 * their column. No row is wider than the terminal.
 */
final class RowTable implements RowWriter {
    /** Number of rows that are held back until the widths are known. */
    private static final int MEASURED = 500;

    /** Upper bound on the width of a column that is not the last. */
    private static final int WIDEST = 60;

    private final PrintStream out;
    private final int width;
    private final boolean colour;
    private final List<List<@Nullable Object>> waiting = new ArrayList<>();
    private List<String> names = List.of();
    private int[] widths = {};

    RowTable(PrintStream out, int width, boolean colour) {
        this.out = out;
        this.width = width;
        this.colour = colour;
    }

    @Override
    public void columns(List<String> columns) {
        names = columns;
    }

    @Override
    public void row(List<@Nullable Object> values) {
        if (widths.length > 0) {
            print(values, Colour.NONE);
            return;
        }
        waiting.add(values);
        if (waiting.size() == MEASURED) {
            writeEnd();
        }
    }

    @Override
    public void writeEnd() {
        if (widths.length == 0) {
            widths = names.stream().mapToInt(String::length).toArray();
            for (List<@Nullable Object> row : waiting) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(
                            widths[i],
                            Math.min(WIDEST, RowCells.text(row.get(i)).length()));
                }
            }
            print(List.copyOf(names), Colour.BOLD);
            waiting.forEach(row -> print(row, Colour.NONE));
            waiting.clear();
        }
    }

    private void print(List<@Nullable Object> values, Colour all) {
        StringBuilder line = new StringBuilder(width);
        for (int i = 0; i < values.size(); i++) {
            boolean last = i == values.size() - 1;
            String text = RowCells.text(values.get(i));
            int most = last ? Math.max(widths[i], width - line.length()) : widths[i];
            String cell = text.length() > most ? text.substring(0, most - 1) + "…" : text;
            String room = " ".repeat(Math.max(0, widths[i] - cell.length()));
            line.append(values.get(i) instanceof Number ? room + cell : cell + room)
                    .append(last ? "" : "  ");
        }
        String whole = line.toString().stripTrailing();
        String shown = whole.length() > width ? whole.substring(0, width - 1) + "…" : whole;
        out.print(all.paint(shown, colour) + "\n");
    }
}
