package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SortColumn;
import dev.steno.view.index.FlowKey;
import dev.steno.view.index.KeySorter;
import dev.steno.view.index.WindowSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Searches a store that may hold far more flows than fit into memory for the newest that match a filter, and sorts them.
 * The search ends one flow after the window is full. For a reading thread.
 */
final class WindowScan {
    private final SessionReader reader;
    private final int room;
    private final BooleanSupplier cancelled;

    /**
     * @param room upper bound on the flows
     * @param cancelled whether the result is no longer needed
     */
    WindowScan(SessionReader reader, int room, BooleanSupplier cancelled) {
        this.reader = reader;
        this.room = room;
        this.cancelled = cancelled;
    }

    /** The newest matching flows, newest first. */
    private static final class Newest implements FlowSearch.Found<Place> {
        private final List<Place> places = new ArrayList<>();
        private final int room;
        private final LongPredicate gone;
        private final FlowSearch.Found<Place> beside;
        private boolean older;

        Newest(int room, LongPredicate gone, FlowSearch.Found<Place> beside) {
            this.room = room;
            this.gone = gone;
            this.beside = beside;
        }

        @Override
        public boolean accept(Place place) throws SessionException {
            if (gone.test(place.flow())) {
                return true;
            }
            if (places.size() == room) {
                older = true;
                return false;
            }
            places.add(place);
            return beside.accept(place);
        }

        @Override
        public void reached(Place place, double share) {
            beside.reached(place, share);
        }
    }

    /** The flows of a changed arrangement, which are passed on in parts while they are found. */
    WindowSequence of(ArrangementChange change, Consumer<SearchFeed.Part> parts) throws SessionException {
        SearchFeed feed = new SearchFeed(reader.usage().flows(), true, parts);
        WindowSequence found =
                sequence(change.arrangement().deciding(), change.arrangement().order(), change::isGone, feed);
        feed.passOn();
        return found;
    }

    /** The matching flows in the given order. */
    WindowSequence run(Filter filter, Order order) throws SessionException {
        return sequence(filter, order, flow -> false, place -> true);
    }

    /** The numbers of the matching flows. */
    Roaring64Bitmap numbers(Filter filter) throws SessionException {
        Roaring64Bitmap numbers = new Roaring64Bitmap();
        search(filter, flow -> false, place -> true).places.forEach(place -> numbers.addLong(place.flow()));
        return numbers;
    }

    private Newest search(Filter filter, LongPredicate gone, FlowSearch.Found<Place> beside) throws SessionException {
        Newest newest = new Newest(room, gone, beside);
        reader.search(newestFirst(filter), newest, cancelled);
        return newest;
    }

    private static FlowSearch newestFirst(Filter filter) {
        return FlowSearch.of(filter).reverse(true);
    }

    private WindowSequence sequence(Filter filter, Order order, LongPredicate gone, FlowSearch.Found<Place> beside)
            throws SessionException {
        if (order == Order.TIME) {
            Newest newest = search(filter, gone, beside);
            return WindowSequence.byTime(room, newest.places, newest.older);
        }
        Newest newest = new Newest(room, gone, beside);
        KeySorter keys = new KeySorter();
        reader.searchValues(
                newestFirst(filter),
                order,
                new FlowSearch.Found<>() {
                    @Override
                    public boolean accept(SortColumn.Placed match) throws SessionException {
                        int before = newest.places.size();
                        boolean wanted = newest.accept(match.place());
                        if (newest.places.size() > before) {
                            keys.addFlow(match.place().flow(), FlowKey.of(match.value()));
                        }
                        return wanted;
                    }

                    @Override
                    public void reached(Place place, double share) {
                        newest.reached(place, share);
                    }
                },
                cancelled);
        return WindowSequence.byKey(room, newest.places, order, keys.toRun(), newest.older);
    }
}
