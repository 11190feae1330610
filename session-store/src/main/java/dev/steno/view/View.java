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
 * The flows of a session that pass a filter, in an order, one of them with the focus; current while more come.
 *
 * <p>Keeps numbers alone. In the order of time, which is that of the numbers, ten million flows cost a few megabytes; in
 * another, each costs {@link KeyBlock some bytes} more while that order is chosen. The state lives on the view thread; what
 * touches the disk runs on reading threads. All methods may be called on any thread and do not wait.
 */
public final class View implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(View.class);

    /** Changes are told at most so often. */
    private static final long FRAME_MILLIS = 50;

    private final Views views;
    private final FlowSource source;
    private final ViewThreads threads;
    private final PageReader pages;
    private final FlowSets sets;
    private final ReaderPair readers;
    private final List<ViewListener> listeners = new CopyOnWriteArrayList<>();

    // The view thread's.
    private final Roaring64Bitmap deleted;
    private final ViewFrame frame = new ViewFrame();
    private final Listing listing = new Listing(frame);
    private final FlowSettings settings = new FlowSettings();
    private final FilterEvaluator evaluator;
    private Arrangement arrangement = Arrangement.INITIAL;
    private @Nullable ArrangementChange change;
    private boolean frameScheduled;
    private boolean closed;

    /** @param deleted flows that are no more; read on the view thread */
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

    /** Completes when everything that was asked of the view before is in force, and it has what happened until now. */
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

    /** What is shown, and in which order. While a change is under way, what was before. */
    public CompletableFuture<Arrangement> arrangement() {
        return onView(() -> arrangement);
    }

    /**
     * Shows what passes another filter from now on: the old one stays in force until the whole session was searched. A later
     * call supersedes one under way, whose result is then cancelled.
     */
    public CompletableFuture<Void> setFilter(Filter next) {
        return change(Part.FILTER, before -> before.withFilter(next));
    }

    /** Shows marked flows alone, of those that pass the filter, or no longer alone. As {@link #setFilter}. */
    public CompletableFuture<Void> setMarkedOnly(boolean next) {
        return change(Part.MARKED_ONLY, before -> before.withMarkedOnly(next));
    }

    /** Orders the flows otherwise: the old order stays in force until the new one is made. As {@link #setFilter}. */
    public CompletableFuture<Void> setOrder(Order next) {
        return change(Part.ORDER, before -> before.withOrder(next));
    }

    /** Reverses the order of the flows, or restores it. At once. */
    public CompletableFuture<Void> setReversed(boolean next) {
        return onView(() -> {
            arrangement = arrangement.withReversed(next);
            listing.reverse(next);
            scheduleFrame();
            return null;
        });
    }

    /** How many flows are shown. */
    public CompletableFuture<Long> size() {
        return onView(listing::size);
    }

    /** At which place a flow is shown, from 0; nothing where it is not. */
    public CompletableFuture<OptionalLong> indexOf(long flow) {
        return onView(() -> {
            long place = listing.placeOf(flow);
            return place == Sequence.NOWHERE ? OptionalLong.empty() : OptionalLong.of(place);
        });
    }

    /** The numbers of the flows shown from a place on. */
    public CompletableFuture<List<Long>> ids(long from, int count) {
        return onView(() -> listing.ids(from, count));
    }

    /** What a list shows of the flows from a place on, each at its newest revision. */
    public CompletableFuture<List<FlowRow>> rows(long from, int count) {
        return ids(from, count).thenApplyAsync(pages::rows, threads.reading());
    }

    /** The flows shown from a place on, whole, each at its newest revision. */
    public CompletableFuture<List<Flow>> page(long from, int count) {
        return ids(from, count).thenApplyAsync(pages::flows, threads.reading());
    }

    /** The flow that has the focus; nothing where none is shown. */
    public CompletableFuture<OptionalLong> focus() {
        return onView(this::focused);
    }

    /** Gives the focus to a flow, if it is shown; says which one has it. */
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
     * Gives the focus to the flow at a place; says which one has it.
     *
     * @param place from 0; below 0 counted from the end, where -1 is the last; the nearest that there is
     */
    public CompletableFuture<OptionalLong> focusAt(long place) {
        return onView(() -> focusOn(place < 0 ? Math.max(0, listing.size() + place) : place));
    }

    /** Gives the focus to the flow so many places further, or back; says which one has it. */
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

    /** The flows that are shown, as a set. */
    public CompletableFuture<Roaring64Bitmap> shown() {
        return onView(listing::toBitmap);
    }

    /** The flows of the session that are meant, as it was told until now. The set is the caller's. */
    public CompletableFuture<Roaring64Bitmap> resolve(FlowSpec spec) {
        return sets.of(spec);
    }

    /** Of these flows those that were not deleted. Becomes the result. */
    CompletableFuture<Roaring64Bitmap> alive(Roaring64Bitmap flows) {
        return onView(() -> {
            flows.andNot(deleted);
            return flows;
        });
    }

    /** A value that was kept with a flow; another where there is none. */
    public CompletableFuture<String> setting(long flow, String key, String otherwise) {
        return onView(() -> settings.value(flow, key, otherwise));
    }

    /** Keeps a value with flows, in this view, as long as they are there. */
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

    /** Tells a listener from now on what changes. */
    public void listen(ViewListener listener) {
        listeners.add(listener);
    }

    /** Tells a listener no more. */
    public void forget(ViewListener listener) {
        listeners.remove(listener);
    }

    /** Ends this view; others go on. */
    @Override
    public void close() {
        views.end(this);
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

    /** Looks at the session anew: more changed than was told, or nothing was looked at yet. */
    void rescan() {
        onView(() -> {
            begin(change == null ? arrangement : change.arrangement(), null, Part.NOTHING, new CompletableFuture<>());
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
                begin(wanted, settled && part == Part.ORDER ? listing.toBitmap() : null, part, done);
            }
            return null;
        });
        return done;
    }

    private void begin(Arrangement wanted, @Nullable Roaring64Bitmap known, Part part, CompletableFuture<Void> done) {
        if (closed) {
            done.cancel(false);
            return;
        }
        ArrangementChange next = new ArrangementChange(wanted, known, deleted.clone());
        if (change != null) {
            change.supersede(next, part);
        }
        next.await(part, done);
        // First collect, then look at what waits, then scan: a flow that waits no longer is in reach of the scan.
        change = next;
        source.waiting().forEach(next::collect);
        Executor reading = threads.reading();
        CompletableFuture.supplyAsync(() -> FlowScan.of(readers, next), reading)
                .whenCompleteAsync((found, failure) -> end(next, found, failure), threads.view());
    }

    private void end(ArrangementChange ended, @Nullable Sequence found, @Nullable Throwable failure) {
        if (change != ended) {
            return; // superseded
        }
        change = null;
        if (found == null) {
            LOG.error("the session cannot be searched", failure);
            ended.failed(failure == null ? new IllegalStateException("no result") : failure);
            ended.collected().forEach(this::apply);
            scheduleFrame();
            return;
        }
        ended.deleted().forEach(found::remove);
        arrangement = ended.arrangement().withReversed(arrangement.reversed());
        listing.replace(found);
        ended.collected().forEach(this::apply);
        scheduleFrame();
        ended.inForce();
    }

    /** Takes what happened. */
    void take(Inbox.Frame happened) {
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
            begin(change == null ? arrangement : change.arrangement(), null, Part.NOTHING, new CompletableFuture<>());
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

    /** A filter that asks for bodies was tested with them. */
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
            threads.view().schedule(this::tell, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tell() {
        frameScheduled = false;
        if (frame.isEmpty()) {
            return;
        }
        List<ViewEvent> changes = List.copyOf(frame.take(listing.focus()));
        for (ViewListener listener : listeners) {
            try {
                listener.changed(changes);
            } catch (RuntimeException e) {
                LOG.error("internal error: a listener of the view failed; please report this", e);
            }
        }
    }
}
