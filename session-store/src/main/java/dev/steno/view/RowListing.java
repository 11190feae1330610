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
 * Lists the rows of a view once, without keeping a view up to date. In the order of time, rows are passed on as they
 * are found, so that the first appears at once and none is kept in memory; for any other order, the numbers are sorted
 * first. Blocks. Stateless.
 */
public final class RowListing {
    private static final int PAGE = 256;

    private RowListing() {}

    /**
     * Passes on rows until there are no more or the consumer declines. In another order than that of time, a store whose
     * numbers do not tell the time is listed as by views: the newest flows that match, as many as fit.
     *
     * @return whether older flows match that were not listed
     * @param cancelled polled every few milliseconds; true cancels the listing
     * @throws java.util.concurrent.CancellationException if the listing was cancelled
     */
    public static boolean read(
            SessionReader reader, Arrangement wanted, FlowSearch.Found<FlowRow> to, BooleanSupplier cancelled)
            throws SessionException {
        if (wanted.order() == Order.TIME) {
            reader.searchRows(FlowSearch.of(wanted.deciding()).reverse(wanted.reversed()), to, cancelled);
            return false;
        }
        Sequence sorted = reader.isInNumberOrder()
                ? new FlowScan(reader, cancelled).run(wanted.deciding(), wanted.order())
                : new WindowScan(reader, Views.ROOM, cancelled).run(wanted.deciding(), wanted.order());
        for (long done = 0; done < sorted.size(); done += PAGE) {
            int count = (int) Math.min(PAGE, sorted.size() - done);
            List<Long> ids = new ArrayList<>(count);
            sorted.from(wanted.reversed() ? sorted.size() - done - count : done, count, ids::add);
            if (wanted.reversed()) {
                Collections.reverse(ids);
            }
            for (FlowRow row : reader.rows(ids)) {
                if (!to.accept(row)) {
                    return sorted.hasOlder();
                }
            }
        }
        return sorted.hasOlder();
    }
}
