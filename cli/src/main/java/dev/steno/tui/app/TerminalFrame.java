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
    public TerminalFrame {
        lines = List.copyOf(lines);
    }
}
