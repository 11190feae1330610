package dev.steno.tui.page;

import java.util.List;

/** The answer to a question about flows, as rows. Immutable. */
@FunctionalInterface
interface Chart {

    /** Returns the rows for a width in cells. Pure. */
    List<ChartRow> rows(int width);
}
