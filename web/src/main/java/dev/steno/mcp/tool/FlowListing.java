package dev.steno.mcp.tool;

import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.flow.FlowNumber;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.page.FlowPage;
import dev.steno.page.PageCursor;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Flows of a page, found within a bound on time. Immutable.
 *
 * @param next where the next page begins; null if this is the last one
 * @param searchedTo the flow up to which the search came before its time was over; 0 if it came to its end
 */
record FlowListing(List<FlowRow> rows, @Nullable PageCursor next, long searchedTo) {
    /** After this time a search in the order of time returns what it found. */
    private static final long NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A search in another order has to come to its end, so it may take longer. */
    private static final long WHOLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Progress is told in parts of the whole search. */
    private static final int PARTS = 1_000;

    /**
     * Reads a page.
     *
     * @throws ToolFailure if the order takes too long
     */
    static FlowListing read(
            SessionReader reader,
            Filter filter,
            Order order,
            boolean reverse,
            @Nullable PageCursor after,
            int limit,
            Cancellation cancelled)
            throws SessionException, ToolFailure {
        long begun = System.nanoTime();
        if (order == Order.TIME) {
            return byTime(
                    reader,
                    new FlowSearch(filter, reverse, after == null ? Place.START : after.place()),
                    limit,
                    cancelled,
                    () -> cancelled.getAsBoolean() || System.nanoTime() - begun > NANOS);
        }
        try {
            FlowPage page = FlowPage.read(
                    reader,
                    new FlowPage.Request(filter, order, reverse, after, limit),
                    () -> cancelled.getAsBoolean() || System.nanoTime() - begun > WHOLE_NANOS);
            return new FlowListing(page.rows(), page.next(), 0);
        } catch (CancellationException e) {
            throw new ToolFailure(
                    "the search takes longer than " + TimeUnit.NANOSECONDS.toSeconds(WHOLE_NANOS) + " s in the order "
                            + order.label() + ": use the order time, or a narrower filter such as id > 1000");
        }
    }

    private static FlowListing byTime(
            SessionReader reader, FlowSearch what, int limit, Cancellation told, BooleanSupplier stopped)
            throws SessionException {
        List<FlowRow> rows = new ArrayList<>();
        Place[] reached = {what.after()};
        try {
            reader.searchRows(
                    what,
                    new FlowSearch.Found<>() {
                        @Override
                        public boolean accept(FlowRow row) {
                            rows.add(row);
                            return rows.size() <= limit; // one more, which shows that there is a next page
                        }

                        @Override
                        public void reached(Place place, double share) {
                            reached[0] = place;
                            told.progressed(
                                    Math.round(share * PARTS),
                                    PARTS,
                                    "searched to flow " + FlowNumber.print(place.flow()) + ", found " + rows.size());
                        }
                    },
                    stopped);
        } catch (CancellationException e) {
            Place to = rows.isEmpty() ? reached[0] : Place.of(rows.get(rows.size() - 1));
            if (to.flow() <= 0) {
                return new FlowListing(rows, null, 0);
            }
            return new FlowListing(rows, new PageCursor(Order.TIME, what.reverse(), new byte[0], to), to.flow());
        }
        if (rows.size() <= limit) {
            return new FlowListing(rows, null, 0);
        }
        return new FlowListing(rows.subList(0, limit), cursor(what.reverse(), rows.get(limit - 1)), 0);
    }

    private static PageCursor cursor(boolean reverse, FlowRow last) {
        return new PageCursor(Order.TIME, reverse, new byte[0], Place.of(last));
    }

    /** Returns the first rows of this page, as many as an answer had space for. Only in the order of time. */
    static PageCursor afterRow(boolean reverse, FlowRow last) {
        return cursor(reverse, last);
    }
}
