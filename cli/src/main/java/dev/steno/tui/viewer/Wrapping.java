package dev.steno.tui.viewer;

import dev.steno.tui.line.Cells;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.StyledText;
import java.util.ArrayList;
import java.util.List;

/** Splits lines into rows. Pure. */
final class Wrapping {
    private Wrapping() {}

    /** Returns rows of at most a number of cells; at least one. */
    static List<Line> rows(Line line, int width) {
        if (line.width() <= width) {
            return List.of(line);
        }
        List<Line> rows = new ArrayList<>();
        List<StyledText> row = new ArrayList<>();
        int room = width;
        for (StyledText part : line.parts()) {
            String text = part.text();
            while (!text.isEmpty()) {
                int fitting = Cells.fitting(text, room);
                if (fitting == 0 && row.isEmpty()) {
                    fitting = text.offsetByCodePoints(0, 1); // wider than the screen
                }
                if (fitting > 0) {
                    StyledText piece = new StyledText(part.style(), part.ground(), text.substring(0, fitting));
                    row.add(piece);
                    room -= piece.width();
                    text = text.substring(fitting);
                }
                if (!text.isEmpty()) {
                    rows.add(new Line(row));
                    row.clear();
                    room = width;
                }
            }
        }
        rows.add(new Line(row));
        return rows;
    }

    /** Returns the row that has the character at an index of the line's text. */
    static int rowOf(Line line, int width, int index) {
        List<Line> rows = rows(line, width);
        int end = 0;
        for (int i = 0; i < rows.size(); i++) {
            end += rows.get(i).text().length();
            if (index < end) {
                return i;
            }
        }
        return rows.size() - 1;
    }
}
