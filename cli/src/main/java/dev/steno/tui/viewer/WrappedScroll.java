package dev.steno.tui.viewer;

import dev.steno.tui.line.Line;
import java.util.ArrayList;
import java.util.List;

/** Which rows of wrapped lines are visible. Only lines near the visible ones are wrapped. For one thread. */
final class WrappedScroll {
    private List<Line> lines = List.of();
    private int width = 80;
    private int height = 1;
    private int line;
    private int row;
    private int left;
    private boolean wrapping = true;

    /** Changes a visible line, e.g. to mark what was found. */
    @FunctionalInterface
    interface Marking {
        Line mark(int index, Line line);
    }

    /** Sets the lines; the place stays, as far as there are that many. */
    void show(List<Line> all) {
        lines = all;
        move(0);
    }

    void resize(int newWidth, int newHeight) {
        if (newWidth != width || newHeight != height) {
            width = Math.max(1, newWidth);
            height = Math.max(1, newHeight);
            move(0);
        }
    }

    /** Wraps lines, or cuts them at the right; returns which. */
    boolean toggleWrapping() {
        wrapping = !wrapping;
        row = 0;
        left = 0;
        return wrapping;
    }

    private List<Line> rows(int index) {
        return wrapping ? Wrapping.rows(lines.get(index), width) : List.of(lines.get(index));
    }

    /** Returns the visible rows. */
    List<Line> visible(Marking marking) {
        List<Line> visible = new ArrayList<>();
        for (int i = line; i < lines.size() && visible.size() < height; i++) {
            Line marked = marking.mark(i, lines.get(i));
            List<Line> rows = wrapping ? Wrapping.rows(marked, width) : List.of(marked.from(left));
            for (int each = i == line ? Math.min(row, rows.size() - 1) : 0;
                    each < rows.size() && visible.size() < height;
                    each++) {
                visible.add(rows.get(each));
            }
        }
        return visible;
    }

    /** Moves down by a number of rows, up if negative. */
    void move(int by) {
        line = Math.min(line, Math.max(0, lines.size() - 1));
        row = lines.isEmpty() ? 0 : Math.min(row, rows(line).size() - 1);
        for (int i = 0; i < by && step(); i++) {}
        for (int i = 0; i > by && stepBack(); i--) {}
        keepFull();
    }

    private boolean step() {
        if (lines.isEmpty()) {
            return false;
        }
        if (row + 1 < rows(line).size()) {
            row++;
            return true;
        }
        if (line + 1 == lines.size()) {
            return false;
        }
        line++;
        row = 0;
        return true;
    }

    private boolean stepBack() {
        if (row > 0) {
            row--;
            return true;
        }
        if (line == 0) {
            return false;
        }
        line--;
        row = rows(line).size() - 1;
        return true;
    }

    /** Moves up until the screen is full, if there are enough rows. */
    private void keepFull() {
        int below = 0;
        for (int i = line; i < lines.size() && below < height; i++) {
            below += rows(i).size() - (i == line ? row : 0);
        }
        while (below < height && stepBack()) {
            below++;
        }
    }

    /** Moves by a number of pages, which overlap by a row. */
    void page(double pages) {
        move((int) Math.round(pages * Math.max(1, height - 1)));
    }

    /** Moves to the right by a number of cells, to the left if negative; only if lines are not wrapped. */
    void shift(int cells) {
        left = wrapping ? 0 : Math.max(0, left + cells);
    }

    void home() {
        line = 0;
        row = 0;
        left = 0;
    }

    void end() {
        line = Math.max(0, lines.size() - 1);
        row = 0;
        keepFull();
    }

    /** Makes a character visible, a third from the top. */
    void reveal(int index, int character) {
        line = index;
        row = wrapping ? Wrapping.rowOf(lines.get(index), width, character) : 0;
        if (!wrapping) {
            left = character < width ? 0 : character - width / 2;
        }
        move(-height / 3);
    }

    boolean isAtTop() {
        return line == 0 && row == 0;
    }

    boolean isAtEnd() {
        int below = 0;
        for (int i = line; i < lines.size() && below <= height; i++) {
            below += rows(i).size() - (i == line ? row : 0);
        }
        return below <= height;
    }

    /** Returns the first visible line. */
    int top() {
        return line;
    }
}
