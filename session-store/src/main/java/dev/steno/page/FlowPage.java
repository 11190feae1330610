package dev.steno.page;

import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.index.FlowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A page of flows. Immutable.
 *
 * @param next where the next page begins; null if this is the last one
 */
public record FlowPage(List<FlowRow> rows, @Nullable PageCursor next) {
    /** How many flows of a column are read at once. */
    private static final int KEYS = 5_000;

    /**
     * Which page.
     *
     * @param after the page begins after this place; null for the first page
     * @param limit upper bound on its flows
     */
    public record Request(
            Filter filter,
            Order order,
            boolean reverse,
            @Nullable PageCursor after,
            int limit) {}

    /**
     * Reads a page. In the order of time, the search ends with the page. In any other, one column of the session is read,
     * in many short reads, and only the page's keys are held.
     *
     * @param cancelled polled every few milliseconds
     * @throws CancellationException if cancelled
     */
    public static FlowPage read(SessionReader reader, Request request, BooleanSupplier cancelled)
            throws SessionException {
        return request.order() == Order.TIME ? byTime(reader, request, cancelled) : byKey(reader, request, cancelled);
    }

    private static FlowPage byTime(SessionReader reader, Request request, BooleanSupplier cancelled)
            throws SessionException {
        PageCursor after = request.after();
        List<FlowRow> rows = new ArrayList<>();
        reader.searchRows(
                new FlowSearch(request.filter(), request.reverse(), after == null ? Place.START : after.place()),
                row -> {
                    rows.add(row);
                    return rows.size() <= request.limit(); // one more, which shows that there is a next page
                },
                cancelled);
        if (rows.size() <= request.limit()) {
            return new FlowPage(rows, null);
        }
        rows.remove(rows.size() - 1);
        Place last = Place.of(rows.get(rows.size() - 1));
        return new FlowPage(rows, new PageCursor(Order.TIME, request.reverse(), new byte[0], last));
    }

    private record Rank(byte[] key, long flow) {}

    private static FlowPage byKey(SessionReader reader, Request request, BooleanSupplier cancelled)
            throws SessionException {
        Roaring64Bitmap matching = null;
        if (!(request.filter() instanceof Filter.All)) {
            Roaring64Bitmap found = new Roaring64Bitmap();
            reader.search(
                    FlowSearch.of(request.filter()),
                    place -> {
                        found.addLong(place.flow());
                        return true;
                    },
                    cancelled);
            matching = found;
        }
        List<Rank> ranks = ranks(reader, request, matching, cancelled);
        boolean more = ranks.size() > request.limit();
        List<Rank> shown = more ? ranks.subList(0, request.limit()) : ranks;
        List<FlowRow> rows = reader.rows(shown.stream().map(Rank::flow).toList());
        if (!more) {
            return new FlowPage(rows, null);
        }
        Rank last = shown.get(shown.size() - 1);
        return new FlowPage(
                rows, new PageCursor(request.order(), request.reverse(), last.key(), Place.ofNumber(last.flow())));
    }

    /** Returns the first ranks after the cursor, and one more than the page holds if there is one. */
    private static List<Rank> ranks(
            SessionReader reader, Request request, @Nullable Roaring64Bitmap matching, BooleanSupplier cancelled)
            throws SessionException {
        Comparator<Rank> ascending =
                (one, other) -> PageCursor.compare(one.key(), one.flow(), other.key(), other.flow());
        Comparator<Rank> order = request.reverse() ? ascending.reversed() : ascending;
        PageCursor cursor = request.after();
        Rank after =
                cursor == null ? null : new Rank(cursor.key(), cursor.place().flow());
        PriorityQueue<Rank> first = new PriorityQueue<>(order.reversed()); // its head is the last of the page
        Place position = Place.START;
        Place before;
        do {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            before = position;
            position = reader.column(request.order(), before, KEYS, (flow, value) -> {
                if (matching != null && !matching.contains(flow)) {
                    return;
                }
                Rank rank = new Rank(FlowKey.of(value), flow);
                if (after == null || order.compare(rank, after) > 0) {
                    first.add(rank);
                    if (first.size() > request.limit() + 1) {
                        first.remove();
                    }
                }
            });
        } while (!position.equals(before));
        List<Rank> ranks = new ArrayList<>(first);
        ranks.sort(order);
        return ranks;
    }
}
