package dev.steno.tui.screen;

import dev.steno.tui.line.Line;
import java.util.List;

/** Which part of many lines is visible. For one thread. */
public final class Scroll {
    private int top;
    private int left;
    private int height = 1;
    private int size;

    /** Returns the visible lines. */
    public List<Line> visible(List<Line> all, int rows) {
        height = Math.max(1, rows);
        size = all.size();
        move(0);
        List<Line> part = all.subList(top, Math.min(size, top + height));
        return left == 0 ? part : part.stream().map(line -> line.from(left)).toList();
    }

    /** Moves down by a number of lines, up if negative. */
    public void move(int lines) {
        top = Math.max(0, Math.min(top + lines, size - height));
    }

    /** Moves by a number of pages, which overlap by a line. */
    public void page(double pages) {
        move((int) Math.round(pages * Math.max(1, height - 1)));
    }

    /** Moves to the right by a number of cells, to the left if negative. */
    public void shift(int cells) {
        left = Math.max(0, left + cells);
    }

    /** Moves to the beginning. */
    public void home() {
        top = 0;
        left = 0;
    }

    /** Moves to the end. */
    public void end() {
        top = Math.max(0, size - height);
    }

    /** Returns the first visible line, counted from 0. */
    public int top() {
        return top;
    }

    /** Returns how many lines there are. */
    public int size() {
        return size;
    }
}
