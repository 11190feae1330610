package dev.steno.tui.app;

import dev.steno.text.Printable;
import dev.steno.tui.line.Cells;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The result of a command as lines: cells that tabs separate are columns. Pure. */
final class TabbedText {
    /** Upper bound on the width of a column that is not the last of its line. */
    private static final int WIDEST = 40;

    private static final String GAP = "  ";

    private TabbedText() {}

    static List<Line> lines(String text) {
        List<List<String>> rows = text.lines()
                .map(line ->
                        Arrays.stream(line.split("\t", -1)).map(Printable::line).toList())
                .toList();
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size() - 1; i++) {
                int width = Math.min(WIDEST, Cells.width(row.get(i)));
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(width, widths.get(i)));
                }
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static Line line(List<String> row, List<Integer> widths) {
        Line.Builder line = Line.builder();
        for (int i = 0; i < row.size() - 1; i++) {
            line.left(Style.TEXT, row.get(i), widths.get(i)).add(GAP);
        }
        return line.add(row.get(row.size() - 1)).build();
    }
}
