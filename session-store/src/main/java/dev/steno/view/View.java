package dev.steno.view;

import dev.steno.addon.Addon;
import dev.steno.addon.Registrar;
import dev.steno.filter.Content;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.session.Session;
import dev.steno.session.SessionException;
import dev.steno.session.SessionReader;
import dev.steno.session.StoredContent;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows of a session that pass a filter, in the order in which they began, which is the order of their numbers.
 *
 * <p>Keeps numbers alone, compressed: ten million flows cost a few megabytes. Its state lives on the view thread; what
 * touches the disk runs on reading threads. All methods may be called on any thread and do not block, but {@link #close}.
 */
public final class View implements Addon, Registrar.LatestConsumer, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(View.class);

    /** Changes are told at most so often. */
    private static final long FRAME_MILLIS = 50;

    private final Session session;
    private final ViewThreads threads = new ViewThreads();
    private final List<ViewListener> listeners = new CopyOnWriteArrayList<>();

    // The view thread's.
    private final ViewFrame frame = new ViewFrame();
    private final Roaring64Bitmap deleted = new Roaring64Bitmap();
    private Roaring64Bitmap shown = new Roaring64Bitmap();
    private Filter filter = Filter.ALL;
    private @Nullable Refilter refilter;
    private boolean frameScheduled;

    /** Flows whose stored bodies are being searched, with the revision that was asked last. */
    private final Map<Long, Integer> searched = new HashMap<>();

    // The reading threads'.
    private @Nullable SessionReader reader;

    /** @param session started before {@link #setFilter} is called for the first time */
    public View(Session session) {
        this.session = session;
    }

    @Override
    public String name() {
        return "view";
    }

    @Override
    public void register(Registrar registrar) {
        registrar.latest(this);
    }

    @Override
    public void changed(Flow flow) {
        onViewUnlessClosed(() -> apply(flow));
    }

    @Override
    public void fellBehind(long flows) {
        onViewUnlessClosed(() -> begin(refilter == null ? new Refilter(filter) : refilter.restarted()));
    }

    /** A flow was deleted from the session; later revisions of it are not shown. */
    public void deleted(long flow) {
        threads.view().execute(() -> {
            deleted.addLong(flow);
            hide(flow);
        });
    }

    /**
     * Shows what passes another filter from now on: the old one stays in force until the whole session was searched. The
     * first call fills the view. A later call supersedes one under way, whose result is then cancelled.
     */
    public CompletableFuture<Void> setFilter(Filter next) {
        Refilter change = new Refilter(next);
        threads.view().execute(() -> begin(change));
        return change.done();
    }

    /** How many flows are shown. */
    public CompletableFuture<Long> size() {
        return onView(shownNow -> shownNow.getLongCardinality());
    }

    /** At which place a flow is shown, from 0; nothing where it is not. */
    public CompletableFuture<OptionalLong> indexOf(long flow) {
        return onView(shownNow ->
                shownNow.contains(flow) ? OptionalLong.of(shownNow.rankLong(flow) - 1) : OptionalLong.empty());
    }

    /** The numbers of the flows shown from a place on. */
    public CompletableFuture<List<Long>> ids(long from, int count) {
        return onView(shownNow -> {
            List<Long> ids = new ArrayList<>(count);
            long size = shownNow.getLongCardinality();
            for (long at = Math.max(0, from); at < size && ids.size() < count; at++) {
                ids.add(shownNow.select(at));
            }
            return ids;
        });
    }

    /** The flows shown from a place on, each at its newest revision. */
    public CompletableFuture<List<Flow>> page(long from, int count) {
        return ids(from, count).thenApplyAsync(this::newest, threads.reading());
    }

    /** Tells a listener from now on what changes. */
    public void listen(ViewListener listener) {
        listeners.add(listener);
    }

    /** Ends the threads and closes the reader; called before the session is closed. */
    @Override
    public void close() {
        threads.close();
        SessionReader open = reader;
        if (open != null) {
            open.close();
        }
    }

    /** Facts that come while the program ends are for nobody. */
    private void onViewUnlessClosed(Runnable task) {
        try {
            threads.view().execute(task);
        } catch (RejectedExecutionException e) {
            if (!threads.view().isShutdown()) {
                throw e;
            }
        }
    }

    private interface Question<T> {
        T ask(Roaring64Bitmap shown);
    }

    private <T> CompletableFuture<T> onView(Question<T> question) {
        Supplier<T> answer = () -> question.ask(shown);
        return CompletableFuture.supplyAsync(answer, threads.view());
    }

    private void begin(Refilter change) {
        Refilter before = refilter;
        if (before != null) {
            before.cancel(change);
        }
        // First collect, then look at the hot store, then scan: a flow that left the hot store is in reach of the scan.
        refilter = change;
        session.hot().flows().forEach(change::collect);
        Executor reading = threads.reading();
        CompletableFuture.supplyAsync(() -> scan(change), reading)
                .whenCompleteAsync((found, failure) -> end(change, found, failure), threads.view());
    }

    private Roaring64Bitmap scan(Refilter change) {
        try {
            return Scan.run(reader(), change.filter(), change::isCancelled);
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(Refilter change, @Nullable Roaring64Bitmap found, @Nullable Throwable failure) {
        if (refilter != change) {
            return; // superseded
        }
        refilter = null;
        if (found == null) {
            log.error("the session cannot be searched", failure);
            change.done().completeExceptionally(failure == null ? new IllegalStateException("no result") : failure);
            change.collected().forEach(this::apply);
            return;
        }
        found.andNot(deleted);
        filter = change.filter();
        shown = found;
        frame.reset();
        change.collected().forEach(this::apply);
        scheduleFrame();
        change.done().complete(null);
    }

    private void apply(Flow flow) {
        if (deleted.contains(flow.id())) {
            return;
        }
        Refilter change = refilter;
        if (change != null) {
            change.collect(flow);
        }
        Match match = filter.test(flow, Content.NONE);
        if (match == Match.UNKNOWN && filter.needsBody()) {
            testStored(flow, filter);
        } else {
            searched.remove(flow.id());
            show(flow.id(), match);
        }
    }

    /** The filter asks for a body: it can be read once the pieces that the flow counts are durable. */
    private void testStored(Flow flow, Filter asked) {
        searched.put(flow.id(), flow.revision());
        session.afterCommit()
                .thenApplyAsync(committed -> asked.test(flow, new StoredContent(reader())), threads.reading())
                .whenCompleteAsync((match, failure) -> tested(flow, asked, match, failure), threads.view());
    }

    private void tested(Flow flow, Filter asked, @Nullable Match match, @Nullable Throwable failure) {
        if (!searched.remove(flow.id(), flow.revision())) {
            return; // a newer revision overtook it
        }
        if (match == null) {
            log.warn("flow {} cannot be searched", flow.id(), failure);
        } else if (filter == asked && !deleted.contains(flow.id())) {
            show(flow.id(), match);
        }
    }

    private void show(long flow, Match match) {
        if (match != Match.YES) {
            hide(flow);
        } else if (shown.contains(flow)) {
            frame.updated(flow);
            scheduleFrame();
        } else {
            shown.addLong(flow);
            frame.inserted(flow);
            scheduleFrame();
        }
    }

    private void hide(long flow) {
        if (shown.contains(flow)) {
            shown.removeLong(flow);
            frame.removed(flow);
            scheduleFrame();
        }
    }

    private void scheduleFrame() {
        if (!frameScheduled) {
            frameScheduled = true;
            threads.view().schedule(this::tell, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tell() {
        frameScheduled = false;
        if (frame.isEmpty()) {
            return;
        }
        List<ViewEvent> changes = List.copyOf(frame.take());
        for (ViewListener listener : listeners) {
            try {
                listener.changed(changes);
            } catch (RuntimeException e) {
                log.error("a listener of the view failed", e);
            }
        }
    }

    private List<Flow> newest(List<Long> ids) {
        List<Flow> flows = new ArrayList<>(ids.size());
        try {
            for (long id : ids) {
                session.newest(id, reader()).ifPresent(flows::add);
            }
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
        return flows;
    }

    private synchronized SessionReader reader() {
        SessionReader open = reader;
        if (open == null) {
            try {
                open = session.reader();
            } catch (SessionException e) {
                throw new UncheckedIOException(e);
            }
            reader = open;
        }
        return open;
    }
}
