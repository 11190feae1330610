package dev.steno.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cells for equal spans of time, as many as are given, whose width doubles when the times no longer fit: so one pass
 * finds the range itself, and later times can be added. For one thread.
 *
 * @param <C> a cell
 */
final class TimeBuckets<C extends TimeBuckets.Cell<C>> {
    /** The width of the narrowest cells, in nanoseconds. */
    static final long NARROWEST = 1_000_000;

    /** What is known of one span of time. */
    interface Cell<C> {
        /**
         * Adds what another cell knows.
         *
         * @param later by how many nanoseconds the other span begins after this one's
         */
        void merge(C other, long later);
    }

    /**
     * Cells of one width, in order, without gaps.
     *
     * @param from where the first begins, nanoseconds since the epoch
     * @param step the width in nanoseconds
     */
    record Row<C>(long from, long step, List<C> cells) {}

    private final @Nullable Object[] cells;
    private final Supplier<C> empty;
    private long width = NARROWEST;
    private long first;
    private int used;

    TimeBuckets(int most, Supplier<C> empty) {
        this.cells = new @Nullable Object[most];
        this.empty = empty;
    }

    /** Returns the cell that a time belongs to. */
    C at(long time) {
        long index = Math.floorDiv(time, width);
        if (used == 0) {
            first = index;
            used = 1;
        }
        while (Math.max(index, first + used - 1) - Math.min(index, first) >= cells.length) {
            widen();
            index = Math.floorDiv(time, width);
        }
        if (index < first) {
            int shift = (int) (first - index);
            System.arraycopy(cells, 0, cells, shift, used);
            Arrays.fill(cells, 0, shift, null);
            first = index;
            used += shift;
        }
        int place = (int) (index - first);
        used = Math.max(used, place + 1);
        C cell = cell(place);
        if (cell == null) {
            cell = empty.get();
            cells[place] = cell;
        }
        return cell;
    }

    /** Returns where the cell of a time begins, as of now. */
    long startOf(long time) {
        return Math.floorDiv(time, width) * width;
    }

    private void widen() {
        long firstAfter = Math.floorDiv(first, 2);
        int usedAfter = (int) (Math.floorDiv(first + used - 1, 2) - firstAfter) + 1;
        @Nullable Object[] merged = new @Nullable Object[usedAfter];
        for (int i = 0; i < used; i++) {
            C from = cell(i);
            if (from != null) {
                int place = (int) (Math.floorDiv(first + i, 2) - firstAfter);
                @SuppressWarnings("unchecked")
                C into = (C) merged[place];
                boolean second = Math.floorMod(first + i, 2) == 1;
                if (into == null && second) {
                    into = empty.get();
                }
                if (into == null) {
                    merged[place] = from;
                } else {
                    into.merge(from, second ? width : 0);
                    merged[place] = into;
                }
            }
        }
        Arrays.fill(cells, null);
        System.arraycopy(merged, 0, cells, 0, usedAfter);
        first = firstAfter;
        used = usedAfter;
        width *= 2;
    }

    /** Returns at most {@code most} cells, each the sum of several; their spans begin at multiples of their width. */
    Row<C> row(int most) {
        if (used == 0) {
            return new Row<>(0, width, List.of());
        }
        long factor = 1;
        while (Math.floorDiv(first + used - 1, factor) - Math.floorDiv(first, factor) >= most) {
            factor++;
        }
        long start = Math.floorDiv(first, factor);
        int count = (int) (Math.floorDiv(first + used - 1, factor) - start) + 1;
        List<C> row = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            row.add(empty.get());
        }
        for (int i = 0; i < used; i++) {
            C from = cell(i);
            if (from != null) {
                long index = Math.floorDiv(first + i, factor);
                row.get((int) (index - start)).merge(from, (first + i - index * factor) * width);
            }
        }
        return new Row<>(start * factor * width, factor * width, row);
    }

    @SuppressWarnings("unchecked")
    private @Nullable C cell(int place) {
        return (C) cells[place];
    }
}
