package dev.steno.tui.page;

import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.KeyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The row of a list that keys act on, and which of its rows are visible. For one thread. */
final class Cursor {
    private int row;
    private int top;
    private int size;
    private int height = 1;

    /** Returns the index of the row that keys act on; 0 if there are no rows. */
    int row() {
        return row;
    }

    /** Moves to a row. */
    void to(int index) {
        row = index;
        keepVisible();
    }

    /** Tells how many rows there are. */
    void resize(int count) {
        size = count;
        keepVisible();
    }

    /** Whether it is on the last row. */
    boolean isAtEnd() {
        return row >= size - 1;
    }

    /** Returns the visible lines, of which that of the cursor is on another ground. */
    List<Line> visible(int rows, int width, IntFunction<Line> line) {
        height = Math.max(1, rows);
        keepVisible();
        List<Line> lines = new ArrayList<>();
        for (int i = top; i < Math.min(size, top + height); i++) {
            Line each = line.apply(i);
            lines.add(i == row ? each.fit(width).on(Ground.FOCUS) : each);
        }
        return lines;
    }

    private void keepVisible() {
        row = Math.max(0, Math.min(row, size - 1));
        top = Math.max(row - height + 1, Math.min(top, row));
        top = Math.max(0, Math.min(top, size - height));
    }

    private void page(double pages) {
        to(row + (int) Math.round(pages * height));
    }

    /**
     * Returns a table of a screen's own keys, followed by those that move its cursor.
     *
     * @param place a heading
     */
    static <S> KeyTable<S> keys(String place, Function<S, Cursor> of, List<Binding<S>> own) {
        List<Binding<S>> all = new ArrayList<>(own);
        all.add(Binding.of("j, down", "one row down", screen -> of.apply(screen).to(of.apply(screen).row + 1)));
        all.add(Binding.of("k, up", "one row up", screen -> of.apply(screen).to(of.apply(screen).row - 1)));
        all.add(Binding.of(
                "ctrl-d", "half a page down", screen -> of.apply(screen).page(0.5)));
        all.add(Binding.of(
                "ctrl-u", "half a page up", screen -> of.apply(screen).page(-0.5)));
        all.add(Binding.of(
                "pagedown, ctrl-f", "a page down", screen -> of.apply(screen).page(1)));
        all.add(Binding.of(
                "pageup, ctrl-b", "a page up", screen -> of.apply(screen).page(-1)));
        all.add(Binding.of(
                "home, g", "to the first row", screen -> of.apply(screen).to(0)));
        all.add(Binding.of(
                "end, G", "to the last row", screen -> of.apply(screen).to(of.apply(screen).size - 1)));
        return new KeyTable<>(place, all);
    }
}
