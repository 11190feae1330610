package dev.steno.tui.app;

import dev.steno.tui.line.Line;
import java.util.List;

/**
 * What the terminal shows. Immutable.
 *
 * @param lines one for each row, each exactly as wide as the terminal
 * @param cursorRow the row of the cursor, counted from 0; -1 if it is hidden
 * @param cursorColumn the column of the cursor, counted from 0
 */
public record TerminalFrame(List<Line> lines, int cursorRow, int cursorColumn) {
    /** A frame before the first one. */
    public static final TerminalFrame EMPTY = new TerminalFrame(List.of(), -1, 0);

    public TerminalFrame {
        lines = List.copyOf(lines);
    }

    /** Returns how many lines another frame does not have at their places. */
    public int linesUnlike(TerminalFrame other) {
        int unlike = 0;
        for (int row = 0; row < lines.size(); row++) {
            boolean there = row < other.lines.size();
            unlike += there && lines.get(row).equals(other.lines.get(row)) ? 0 : 1;
        }
        return unlike;
    }
}
