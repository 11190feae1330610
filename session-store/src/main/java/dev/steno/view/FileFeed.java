package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a session that another process records to, by polling the file for commits. A poll without a commit reads one
 * number ({@code PRAGMA data_version}). Runs on its own thread, {@code session-follow}.
 *
 * <p>It reports flows that began after it was opened, and each later revision of flows that were open when it last read
 * them, as {@link FlowEvent.Changed} or {@link FlowEvent.Closed}; it may report a flow twice. It does not report two
 * changes unless it is asked to {@link #readAgain}: an edit of the notes of a flow that has ended, and the deletion of a flow.
 */
public final class FileFeed implements FlowFeed {
    private static final Logger LOG = LoggerFactory.getLogger(FileFeed.class);

    /** How long closing waits for a poll in progress. */
    private static final long PATIENCE_SECONDS = 10;

    private final Opener opener;
    private final List<Consumer<FlowEvent>> followers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread following = new Thread(task, "session-follow");
        following.setDaemon(true);
        return following;
    });

    // Confined to the feed's thread once that has started.
    private final SessionReader reader;
    private final Watermark watermark = new Watermark();
    private long version;
    private @Nullable String trouble;

    /** Opens the session for a reader. */
    @FunctionalInterface
    public interface Opener {
        SessionReader open() throws SessionException;
    }

    /**
     * Opens the session. {@link #start} begins to poll it.
     *
     * @param fromBeginning whether flows that the session already holds are reported as well
     * @throws SessionException if the session cannot be read
     */
    public FileFeed(Opener opener, boolean fromBeginning) throws SessionException {
        this.opener = opener;
        this.reader = opener.open();
        try {
            // The version is read first, so that a commit in between is noticed by the first poll.
            version = fromBeginning ? -1 : reader.version();
            if (!fromBeginning) {
                watermark.markAllRead(reader);
            }
        } catch (SessionException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public void start(Duration between) {
        thread.scheduleWithFixedDelay(this::look, 0, between.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        try {
            long now = reader.version();
            if (now != version) {
                watermark.advance(reader, this::report);
                version = now;
            }
            trouble = null;
        } catch (SessionException | RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(trouble)) { // logged once: the next poll may succeed
                LOG.warn("the session file could not be read for new flows and will be tried again: {}", message, e);
                trouble = message;
            }
        }
    }

    private void report(Flow flow) {
        tell(flow.state() == FlowState.OPEN ? new FlowEvent.Changed(flow) : new FlowEvent.Closed(flow));
    }

    private void tell(FlowEvent event) {
        for (Consumer<FlowEvent> follower : followers) {
            follower.accept(event);
        }
    }

    @Override
    public CompletableFuture<Void> lookNow() {
        return CompletableFuture.runAsync(this::look, thread);
    }

    @Override
    public CompletableFuture<Void> readAgain(Roaring64Bitmap flows) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (LongIterator each = flows.getLongIterator(); each.hasNext(); ) {
                            long flow = each.next();
                            Optional<Flow> now = reader.flow(flow);
                            now.ifPresentOrElse(this::report, () -> tell(new FlowEvent.Deleted(flow)));
                        }
                    } catch (SessionException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                thread);
    }

    /** The follower is called on this feed's thread. */
    @Override
    public void follow(Consumer<FlowEvent> follower) {
        followers.add(follower);
    }

    @Override
    public void unfollow(Consumer<FlowEvent> follower) {
        followers.remove(follower);
    }

    @Override
    public List<Flow> waiting() {
        return List.of();
    }

    @Override
    public @Nullable Flow waiting(long flow) {
        return null;
    }

    @Override
    public CompletableFuture<Void> inReach(boolean hurry) {
        return CompletableFuture.completedFuture(null); // everything reported was read from the file
    }

    @Override
    public SessionReader reader() throws SessionException {
        return opener.open();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
    }
}
