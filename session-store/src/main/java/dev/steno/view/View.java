package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.store.FlowRow;
import dev.steno.view.ArrangementChange.Part;
import dev.steno.view.index.KeyBlock;
import dev.steno.view.index.Sequence;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows of a session that match a filter, in order, with one focused flow; kept up to date while the session is
 * recorded.
 *
 * <p>It holds flow numbers only. In the order of time, which is that of the numbers, ten million flows take a few
 * megabytes; any other order takes {@link KeyBlock several bytes} per flow in addition. The state is confined to the
 * view thread; disk access runs on reading threads. All methods may be called from any thread and do not block.
 */
public final class View implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(View.class);

    /** Minimum interval between two reports to listeners. */
    private static final long FRAME_MILLIS = 50;

    private final Views views;
    private final FlowSource source;
    private final ViewThreads threads;
    private final PageReader pages;
    private final FlowSets sets;
    private final ReaderPair readers;
    private final List<ViewListener> listeners = new CopyOnWriteArrayList<>();

    // Confined to the view thread.
    private final Roaring64Bitmap deleted;
    private final ViewFrame frame = new ViewFrame();
    private final Listing listing = new Listing(frame);
    private final FlowSettings settings = new FlowSettings();
    private final FilterEvaluator evaluator;
    private Arrangement arrangement = Arrangement.INITIAL;
    private @Nullable ArrangementChange change;
    private boolean frameScheduled;
    private boolean closed;

    /** @param deleted the deleted flows; accessed on the view thread only */
    View(Views views, FlowSource source, ViewThreads threads, ReaderPair readers, Roaring64Bitmap deleted) {
        this.views = views;
        this.source = source;
        this.threads = threads;
        this.readers = readers;
        this.pages = new PageReader(source, readers);
        this.sets = new FlowSets(this, source, threads, readers);
        this.deleted = deleted;
        this.evaluator = new FilterEvaluator(source, threads, readers, this::tested);
    }

    /** Completes when all earlier requests to the view have taken effect and it reflects all facts up to this call. */
    public CompletableFuture<Void> settled() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        views.settled()
                .thenRunAsync(
                        () -> {
                            if (change == null) {
                                done.complete(null);
                            } else {
                                change.await(Part.NOTHING, done);
                            }
                        },
                        threads.view());
        return done;
    }

    /** The current filter and order. During a change, those before it. */
    public CompletableFuture<Arrangement> arrangement() {
        return onView(() -> arrangement);
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
            arrangement = arrangement.withReversed(next);
            listing.reverse(next);
            scheduleFrame();
            return null;
        });
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

    /** At most {@code count} rows for a list, beginning at a place; each has the newest revision. */
    public CompletableFuture<List<FlowRow>> rows(long from, int count) {
        return ids(from, count).thenApplyAsync(pages::rows, threads.reading());
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
            closed = true;
            if (change != null) {
                change.cancel();
                change = null;
            }
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
            startChange(
                    change == null ? arrangement : change.arrangement(), null, Part.NOTHING, new CompletableFuture<>());
            return null;
        });
    }

    private CompletableFuture<Void> change(Part part, UnaryOperator<Arrangement> next) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onView(() -> {
            ArrangementChange current = change;
            boolean settled = current == null;
            Arrangement wanted = next.apply(current == null ? arrangement : current.arrangement());
            if (settled && part != Part.FILTER && wanted.equals(arrangement)) {
                done.complete(null);
            } else {
                startChange(wanted, settled && part == Part.ORDER ? listing.toBitmap() : null, part, done);
            }
            return null;
        });
        return done;
    }

    private void startChange(
            Arrangement wanted, @Nullable Roaring64Bitmap known, Part part, CompletableFuture<Void> done) {
        if (closed) {
            done.cancel(false);
            return;
        }
        ArrangementChange next = new ArrangementChange(wanted, known, deleted.clone());
        if (change != null) {
            change.supersede(next, part);
        }
        next.await(part, done);
        // The order matters: collect changes, then read the flows not yet visible, then scan. A flow that was committed
        // before the second step is visible to the scan.
        change = next;
        source.waiting().forEach(next::collect);
        Executor reading = threads.reading();
        CompletableFuture.supplyAsync(() -> FlowScan.of(readers, next), reading)
                .whenCompleteAsync((found, failure) -> finishChange(next, found, failure), threads.view());
    }

    private void finishChange(ArrangementChange ended, @Nullable Sequence found, @Nullable Throwable failure) {
        if (change != ended) {
            return; // a later change superseded this one
        }
        change = null;
        if (found == null) {
            LOG.error("cannot search the session; the view keeps its previous filter and order", failure);
            ended.fail(failure == null ? new IllegalStateException("no result") : failure);
            ended.collected().forEach(this::apply);
            scheduleFrame();
            return;
        }
        ended.deleted().forEach(found::remove);
        arrangement = ended.arrangement().withReversed(arrangement.reversed());
        listing.replace(found);
        ended.collected().forEach(this::apply);
        scheduleFrame();
        ended.complete();
    }

    /** Applies a frame of changes. */
    void applyFrame(Inbox.Frame happened) {
        happened.deleted().forEach((long flow) -> {
            if (change != null) {
                change.delete(flow);
            }
            settings.forget(flow);
            evaluator.forget(flow);
            listing.hide(flow);
        });
        happened.changed().forEach(this::apply);
        if (happened.behind()) {
            startChange(
                    change == null ? arrangement : change.arrangement(), null, Part.NOTHING, new CompletableFuture<>());
        }
        scheduleFrame();
    }

    private void apply(Flow flow) {
        if (deleted.contains(flow.id())) {
            return;
        }
        if (change != null) {
            change.collect(flow);
        }
        Filter deciding = arrangement.deciding();
        switch (evaluator.test(flow, deciding)) {
            case YES -> listing.show(flow);
            case NO -> listing.hide(flow.id());
            case UNKNOWN -> {
                if (!evaluator.isUnderWay(flow)) {
                    listing.hide(flow.id());
                }
            }
        }
    }

    /** Applies the deferred result of a filter that needs bodies. */
    private void tested(Flow flow, Filter asked, boolean matches) {
        if (!asked.equals(arrangement.deciding()) || deleted.contains(flow.id())) {
            return;
        }
        if (matches) {
            listing.show(flow);
        } else {
            listing.hide(flow.id());
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
