package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.store.FlowRow;
import dev.steno.view.ArrangementChange.Part;
import dev.steno.view.index.FlowKey;
import dev.steno.view.index.KeyBlock;
import dev.steno.view.index.Sequence;
import dev.steno.view.index.TimeSequence;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows of a session that match a filter, in order, with one focused flow; kept up to date while the session is
 * recorded.
 *
 * <p>It holds flow numbers only. In the order of time, if that is the order of the numbers, ten million flows take a few
 * megabytes; any other order takes {@link KeyBlock several bytes} per flow in addition. Of a store whose numbers do not tell
 * the time, a view lists a window: the newest flows that match, and {@link ViewWindow#older} says that there are more. The state is confined to the
 * view thread; disk access runs on reading threads. All methods may be called from any thread and do not block.
 */
public final class View implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(View.class);

    /** Minimum interval between two reports to listeners. */
    private static final long FRAME_MILLIS = 50;

    private static final byte[] NO_KEY = {};

    private final Views views;
    private final int number;
    private final ViewThreads threads;
    private final PageReader pages;
    private final FlowSets sets;
    private final List<ViewListener> listeners = new CopyOnWriteArrayList<>();

    // Confined to the view thread.
    private final Roaring64Bitmap deleted;
    private final ViewFrame frame = new ViewFrame();
    private final Listing listing;
    private final FlowSettings settings = new FlowSettings();
    private final Arranger arranger;
    private boolean frameScheduled;

    /**
     * @param room upper bound on the flows of a window, if the source has no number order
     * @param deleted the deleted flows; accessed on the view thread only
     */
    View(
            Views views,
            int number,
            FlowSource source,
            ViewThreads threads,
            ViewReaders readers,
            int room,
            Roaring64Bitmap deleted) {
        this.views = views;
        this.number = number;
        this.threads = threads;
        this.pages = new PageReader(source, readers);
        this.sets = new FlowSets(this, source, room, threads, readers);
        this.listing = new Listing(frame, Arranger.none(source, room));
        this.deleted = deleted;
        this.arranger = new Arranger(source, threads, readers, room, listing, deleted, this::scheduleFrame);
    }

    /** The number by which {@link Views#find} returns this view; never reused. */
    public int number() {
        return number;
    }

    /** Completes when all earlier requests to the view have taken effect and it reflects all facts up to this call. */
    public CompletableFuture<Void> settled() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        views.settled().thenRunAsync(() -> arranger.awaitSettled(done), threads.view());
        return done;
    }

    /** The current filter and order. During a change, those before it. */
    public CompletableFuture<Arrangement> arrangement() {
        return onView(arranger::arrangement);
    }

    /**
     * Changes the filter. The old filter stays in effect until the whole session has been searched; then the future
     * completes. A later call supersedes one in progress, and cancels its future.
     */
    public CompletableFuture<Void> setFilter(Filter next) {
        return change(Part.FILTER, before -> before.withFilter(next));
    }

    /**
     * Sets whether only marked flows are shown, of those that match the filter. Takes effect as {@link #setFilter}
     * does.
     */
    public CompletableFuture<Void> setMarkedOnly(boolean next) {
        return change(Part.MARKED_ONLY, before -> before.withMarkedOnly(next));
    }

    /** Changes the order. The old order stays in effect until the flows are sorted. Otherwise as {@link #setFilter}. */
    public CompletableFuture<Void> setOrder(Order next) {
        return change(Part.ORDER, before -> before.withOrder(next));
    }

    /** Sets whether the order is reversed. Takes effect immediately. */
    public CompletableFuture<Void> setReversed(boolean next) {
        return onView(() -> {
            arranger.setReversed(next);
            return null;
        });
    }

    /**
     * Changes everything at once. In the order of time, the matches of a new filter replace the list at once and are shown
     * as they are found; otherwise as {@link #setFilter}.
     *
     * @param newestFirst whether to search from the newest flow to the oldest
     * @param progress told how far the search is, on the view thread, at most twenty times a second and when it has ended
     */
    public CompletableFuture<Void> arrange(Arrangement next, boolean newestFirst, Consumer<SearchProgress> progress) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onView(() -> {
            arranger.arrange(next, newestFirst, progress, done);
            return null;
        });
        return done;
    }

    /** Cancels the search in progress and shows the list before it; returns false if there is none, which has no effect. */
    public CompletableFuture<Boolean> cancelSearch() {
        return onView(arranger::cancelSearch);
    }

    /** The number of flows shown. */
    public CompletableFuture<Long> size() {
        return onView(listing::size);
    }

    /** The place of a flow, counted from 0; empty if it is not shown. */
    public CompletableFuture<OptionalLong> indexOf(long flow) {
        return onView(() -> {
            long place = listing.placeOf(flow);
            return place == Sequence.NOWHERE ? OptionalLong.empty() : OptionalLong.of(place);
        });
    }

    /** At most {@code count} numbers of the flows shown, beginning at a place. */
    public CompletableFuture<List<Long>> ids(long from, int count) {
        return onView(() -> listing.ids(from, count));
    }

    /**
     * At most {@code count} flows, beginning at a place, with the size of the list at that moment. If too few follow, the
     * window begins earlier.
     */
    public CompletableFuture<ViewWindow> window(long from, int count) {
        return onView(() -> listing.window(from, count));
    }

    /** A window with the flows that began last, in the order of time: the end of the list, or its beginning if reversed. */
    public CompletableFuture<ViewWindow> tail(int count) {
        return onView(() -> listing.newest(count));
    }

    /** A window with a flow in its middle, or where the flow would be if it is not shown. */
    public CompletableFuture<ViewWindow> around(long flow, int count) {
        return onView(() -> isNumberOrder() || listing.contains(flow))
                .thenCompose(known -> known
                        ? onView(() -> around(flow, count, NO_KEY))
                        : keyOf(flow).thenApplyAsync(key -> around(flow, count, key), threads.view()));
    }

    /** Whether the place of a flow follows from its number. */
    private boolean isNumberOrder() {
        return listing.flows() instanceof TimeSequence;
    }

    private ViewWindow around(long flow, int count, byte[] key) {
        long place = listing.placeOf(flow);
        return listing.window((place == Sequence.NOWHERE ? listing.placeFor(flow, key) : place) - count / 2, count);
    }

    private CompletableFuture<byte[]> keyOf(long flow) {
        return arrangement()
                .thenCombineAsync(
                        flows(List.of(flow)),
                        (current, found) ->
                                found.isEmpty() || isNumberOrder() ? NO_KEY : FlowKey.of(current.order(), found.get(0)),
                        threads.view());
    }

    /** The newest revisions of flows, shown or not, in the given order; deleted flows are omitted. */
    public CompletableFuture<List<Flow>> flows(List<Long> ids) {
        return CompletableFuture.supplyAsync(() -> pages.flows(ids), threads.reading());
    }

    /** At most {@code count} rows for a list, beginning at a place; each has the newest revision. */
    public CompletableFuture<List<FlowRow>> rows(long from, int count) {
        return ids(from, count).thenApplyAsync(pages::rows, threads.reading());
    }

    /** The rows of flows, shown or not, in the given order, as {@link #flows} returns them whole. */
    public CompletableFuture<List<FlowRow>> rows(List<Long> ids) {
        return CompletableFuture.supplyAsync(() -> pages.rows(ids), threads.reading());
    }

    /** At most {@code count} complete flows, beginning at a place; each has the newest revision. */
    public CompletableFuture<List<Flow>> page(long from, int count) {
        return ids(from, count).thenApplyAsync(pages::flows, threads.reading());
    }

    /** The focused flow; empty if no flow is shown. */
    public CompletableFuture<OptionalLong> focus() {
        return onView(this::focused);
    }

    /** Focuses a flow if it is shown; returns the flow focused afterwards. */
    public CompletableFuture<OptionalLong> focus(long flow) {
        return onView(() -> {
            if (listing.contains(flow)) {
                listing.focus(flow);
                scheduleFrame();
            }
            return focused();
        });
    }

    /**
     * Focuses the flow at a place; returns the flow focused afterwards.
     *
     * @param place counted from 0, or from the end if negative: -1 is the last. Beyond either end, the flow at that
     *     end
     */
    public CompletableFuture<OptionalLong> focusAt(long place) {
        return onView(() -> focusOn(place < 0 ? Math.max(0, listing.size() + place) : place));
    }

    /** Moves the focus by a number of places, backwards if negative; returns the flow focused afterwards. */
    public CompletableFuture<OptionalLong> moveFocus(long places) {
        return onView(() -> focusOn(Math.max(0, listing.placeOf(listing.focus()) + places)));
    }

    private OptionalLong focusOn(long place) {
        listing.focusAt(place);
        scheduleFrame();
        return focused();
    }

    private OptionalLong focused() {
        return listing.focus() == Listing.NONE ? OptionalLong.empty() : OptionalLong.of(listing.focus());
    }

    /** The numbers of all flows shown. The caller may modify the set. */
    public CompletableFuture<Roaring64Bitmap> shown() {
        return onView(listing::toBitmap);
    }

    /** The selected flows, based on the facts reported so far. The caller may modify the set. */
    public CompletableFuture<Roaring64Bitmap> resolve(FlowSpec spec) {
        return sets.of(spec);
    }

    /** Removes deleted flows from this set, which becomes the result. */
    CompletableFuture<Roaring64Bitmap> alive(Roaring64Bitmap flows) {
        return onView(() -> {
            flows.andNot(deleted);
            return flows;
        });
    }

    /** The value of a flow's setting, or {@code otherwise} if it has none. */
    public CompletableFuture<String> setting(long flow, String key, String otherwise) {
        return onView(() -> settings.value(flow, key, otherwise));
    }

    /** Changes a setting of flows in this view. It is removed with its flow. */
    public CompletableFuture<Void> changeSettings(
            Roaring64Bitmap flows, String key, String otherwise, UnaryOperator<String> next) {
        return onView(() -> {
            flows.forEach((long flow) -> {
                if (!deleted.contains(flow)) {
                    settings.set(flow, key, next.apply(settings.value(flow, key, otherwise)));
                    if (listing.contains(flow)) {
                        frame.updated(flow);
                    }
                }
            });
            scheduleFrame();
            return null;
        });
    }

    /** Calls the listener for each change from now on. */
    public void listen(ViewListener listener) {
        listeners.add(listener);
    }

    /** Stops calling a listener. */
    public void forget(ViewListener listener) {
        listeners.remove(listener);
    }

    /** Closes this view. Other views of the session are not affected. */
    @Override
    public void close() {
        views.removeView(this);
        onView(() -> {
            arranger.close();
            return null;
        });
    }

    private <T> CompletableFuture<T> onView(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, threads.view());
    }

    // ---- On the view thread.

    /** Searches the session again: flows changed that were not reported, or the view is new. */
    void rescan() {
        onView(() -> {
            arranger.searchAgain();
            return null;
        });
    }

    private CompletableFuture<Void> change(Part part, UnaryOperator<Arrangement> next) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onView(() -> {
            arranger.change(part, next, done);
            return null;
        });
        return done;
    }

    /** Applies a frame of changes. */
    void applyFrame(Inbox.Frame happened) {
        happened.deleted().forEach((long flow) -> {
            settings.forget(flow);
            arranger.delete(flow);
        });
        happened.changed().forEach(arranger::apply);
        if (happened.behind()) {
            arranger.searchAgain();
        }
        scheduleFrame();
    }

    private void scheduleFrame() {
        if (!frameScheduled && !frame.isEmpty()) {
            frameScheduled = true;
            threads.view().schedule(this::notifyListeners, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void notifyListeners() {
        frameScheduled = false;
        if (frame.isEmpty()) {
            return;
        }
        List<ViewEvent> changes = List.copyOf(frame.takeChanges(listing.focus()));
        for (ViewListener listener : listeners) {
            try {
                listener.changed(changes);
            } catch (RuntimeException e) {
                LOG.error("internal error: a listener of the view failed; please report it with the trace below", e);
            }
        }
    }
}
