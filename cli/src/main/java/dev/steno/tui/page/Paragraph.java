package dev.steno.tui.page;

import dev.steno.tui.line.Cells;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;

/** A text of several lines, broken at its blanks. Pure. */
final class Paragraph {
    private Paragraph() {}

    /** Returns at most a number of lines; a word that is wider than a line is cut where it is drawn. */
    static List<Line> of(Style style, String text, int width, int most) {
        List<Line> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            boolean last = lines.size() == most - 1; // takes all that is left
            if (!line.isEmpty() && !last && Cells.width(line + " " + word) > width) {
                lines.add(Line.of(style, line.toString()));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(Line.of(style, line.toString()));
        return lines;
    }
}
