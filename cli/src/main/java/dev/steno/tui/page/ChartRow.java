package dev.steno.tui.page;

import dev.steno.filter.Filter;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import org.jspecify.annotations.Nullable;

/**
 * A row of a chart. Immutable.
 *
 * @param filter matches the flows that the row is about; null if no filter does
 */
record ChartRow(Line line, @Nullable Filter filter) {
    static ChartRow of(Line line) {
        return new ChartRow(line, null);
    }

    static ChartRow heading(String text) {
        return of(Line.of(Style.HEADING, text));
    }

    static ChartRow note(String text) {
        return of(Line.of(Style.DIM, text));
    }
}
