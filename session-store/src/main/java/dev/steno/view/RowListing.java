package dev.steno.view;

import dev.steno.filter.Order;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.index.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The rows that a view would show, once, without one that stays current: in the order of time they are handed over as they
 * are found, so that the first is there at once and nothing is held; any other order is made first, as in a view. Blocks.
 */
public final class RowListing {
    private static final int PAGE = 256;

    private RowListing() {}

    /**
     * Hands over rows until there are no more or they are not wanted.
     *
     * @param cancelled asked every few milliseconds whether nobody wants the rest any more
     * @throws java.util.concurrent.CancellationException once it is cancelled
     */
    public static void read(
            SessionReader reader, Arrangement wanted, FlowSearch.Found<FlowRow> to, BooleanSupplier cancelled)
            throws SessionException {
        if (wanted.order() == Order.TIME) {
            reader.searchRows(FlowSearch.of(wanted.deciding()).reverse(wanted.reversed()), to, cancelled);
            return;
        }
        Sequence sorted = new FlowScan(reader, cancelled).run(wanted.deciding(), wanted.order());
        for (long done = 0; done < sorted.size(); done += PAGE) {
            int count = (int) Math.min(PAGE, sorted.size() - done);
            List<Long> ids = new ArrayList<>(count);
            sorted.from(wanted.reversed() ? sorted.size() - done - count : done, count, ids::add);
            if (wanted.reversed()) {
                Collections.reverse(ids);
            }
            for (FlowRow row : reader.rows(ids)) {
                if (!to.accept(row)) {
                    return;
                }
            }
        }
    }
}
