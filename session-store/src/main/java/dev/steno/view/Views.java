package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.session.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The views of one session: hears what happens to its flows and tells them, a frame at a time. Costs next to nothing while
 * there is none. Any thread.
 */
public final class Views implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Views.class);

    /** Changes are collected for so long after the first. */
    private static final long FRAME_MILLIS = 20;

    private final FlowSource source;
    private final ViewThreads threads = new ViewThreads();
    private final ReaderPair readers;
    private final Inbox inbox = new Inbox(this::wake);
    private final Consumer<FlowEvent> follower = inbox::offer;
    private final List<View> views = new CopyOnWriteArrayList<>();
    private @Nullable View main;

    /** The view thread's: flows that are no more, of which later revisions may still come. */
    private final Roaring64Bitmap deleted = new Roaring64Bitmap();

    Views(FlowSource source) {
        this.source = source;
        this.readers = new ReaderPair(source);
        source.follow(follower);
    }

    /** Views of a session that is recorded here. It need not be started before {@link #open}. */
    public static Views of(Session session) {
        return new Views(new SessionSource(session));
    }

    /** Views of a session that another process records to, or nobody. The feed is the caller's. */
    public static Views of(FileFeed feed) {
        return new Views(feed);
    }

    /** A new view. It begins to show every flow in the order of time. */
    public View open() {
        View view = new View(this, source, threads, readers, deleted);
        views.add(view);
        inbox.listen(true);
        view.rescan();
        return view;
    }

    /** The view that commands work on where they are told of no other; made when it is first asked for. */
    public synchronized View main() {
        View view = main;
        if (view == null) {
            view = open();
            main = view;
        }
        return view;
    }

    /** Runs what takes long and writes, one task after the other. */
    public Executor worker() {
        return threads.work();
    }

    /** Ends a view. */
    void end(View view) {
        views.remove(view);
        inbox.listen(!views.isEmpty());
    }

    /** Completes when the views have what happened until now. */
    CompletableFuture<Void> settled() {
        return CompletableFuture.runAsync(this::take, threads.view());
    }

    private void wake() {
        try {
            threads.view().schedule(this::take, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!threads.view().isShutdown()) { // facts that come while the program ends are for nobody
                throw e;
            }
        }
    }

    private void take() {
        Inbox.Frame frame = inbox.take();
        deleted.or(frame.deleted());
        for (View view : views) {
            try {
                view.take(frame);
            } catch (RuntimeException e) {
                LOG.error("internal error: a view failed; please report this", e);
            }
        }
    }

    /** Ends the threads and closes the readers; called before the session is closed. */
    @Override
    public void close() {
        source.unfollow(follower);
        threads.close();
        readers.close();
    }
}
