package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All views of one session: receives the changes of its flows and passes them to the views, one frame at a time. If
 * there is no view, a change costs almost nothing. Any thread.
 */
public final class Views implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Views.class);

    /** How long changes are collected after the first one of a frame. */
    private static final long FRAME_MILLIS = 20;

    /** Upper bound on the flows that a view lists of a store whose numbers do not tell the time: about 50 MB. */
    public static final int ROOM = 1_000_000;

    private final FlowSource source;
    private final int room;
    private final ViewThreads threads = new ViewThreads();
    private final ViewReaders readers;
    private final Inbox inbox = new Inbox(this::wake);
    private final Consumer<FlowEvent> follower = inbox::offer;
    private final List<View> views = new CopyOnWriteArrayList<>();
    private final List<FlowListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private @Nullable View main;

    /** Deleted flows, of which late revisions may still arrive. Confined to the view thread. */
    private final Roaring64Bitmap deleted = new Roaring64Bitmap();

    /** @param room upper bound on the flows of a view, if the source has no number order */
    Views(FlowSource source, int room) {
        this.source = source;
        this.room = room;
        this.readers = new ViewReaders(source);
        source.follow(follower);
    }

    /**
     * Creates the views of a session that this process records. The session need not be started before {@link #open} is
     * called.
     */
    public static Views of(Session session) {
        return new Views(new SessionSource(session), ROOM);
    }

    /** Creates the views of any session. The caller closes the source, if it can be, after the views. */
    public static Views of(FlowSource source) {
        return new Views(source, ROOM);
    }

    /**
     * Creates the views of any session, as {@link #of(FlowSource)}.
     *
     * @param room upper bound on the flows that a view lists, if the numbers of flows do not tell the time
     */
    public static Views of(FlowSource source, int room) {
        return new Views(source, room);
    }

    /** Opens a new view, which first shows all flows in the order of time. */
    public View open() {
        View view = new View(this, numbers.incrementAndGet(), source, threads, readers, room, deleted);
        views.add(view);
        inbox.listen(true);
        view.rescan();
        return view;
    }

    /** The view that commands use unless they name another; created on the first call. */
    public synchronized View main() {
        View view = main;
        if (view == null) {
            view = open();
            main = view;
        }
        return view;
    }

    /** Returns an open view; empty if it was closed. */
    public Optional<View> find(int number) {
        return views.stream().filter(view -> view.number() == number).findFirst();
    }

    /** Calls the listener for each change of a flow from now on. */
    public void listen(FlowListener listener) {
        listeners.add(listener);
        inbox.listen(true);
    }

    /** Stops calling a listener. */
    public void forget(FlowListener listener) {
        listeners.remove(listener);
        inbox.listen(isHeard());
    }

    private boolean isHeard() {
        return !views.isEmpty() || !listeners.isEmpty();
    }

    /** Runs long tasks that write, one after the other. */
    public Executor worker() {
        return threads.work();
    }

    /** Runs searches and other long reads, at most two at once. They must end soon after the thread is interrupted. */
    public Executor searcher() {
        return threads.searching();
    }

    /** Removes a view that is being closed. */
    void removeView(View view) {
        views.remove(view);
        inbox.listen(isHeard());
    }

    /** Completes when the views reflect all facts up to this call. */
    CompletableFuture<Void> settled() {
        return CompletableFuture.runAsync(this::applyFrames, threads.view());
    }

    private void wake() {
        try {
            threads.view().schedule(this::applyFrames, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!threads.view().isShutdown()) { // facts that arrive during shutdown are dropped
                throw e;
            }
        }
    }

    private void applyFrames() {
        Inbox.Frame frame = inbox.takeFrame();
        deleted.or(frame.deleted());
        for (View view : views) {
            try {
                view.applyFrame(frame);
            } catch (RuntimeException e) {
                LOG.error("internal error: a view failed; please report it with the trace below", e);
            }
        }
        for (FlowListener listener : listeners) {
            try {
                listener.changed(frame.changed(), frame.deleted(), frame.behind());
            } catch (RuntimeException e) {
                LOG.error("internal error: a listener of flows failed; please report it with the trace below", e);
            }
        }
    }

    /** Stops the threads and closes the readers. To be called before the session is closed. */
    @Override
    public void close() {
        source.unfollow(follower);
        threads.close();
        readers.close();
    }
}
