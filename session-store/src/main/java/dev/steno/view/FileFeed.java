package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a session that another process records to, by looking every so often whether someone committed to the file: a read
 * of one number ({@code PRAGMA data_version}) while nothing happens. On a thread of its own, {@code session-follow}.
 *
 * <p>It tells of flows that came since it was opened, and of every further revision of flows that were under way when it last
 * saw them, as {@link FlowEvent.Changed}; a flow may be told twice. It does not hear of two things, which change no flow that
 * is under way: that the notes of a flow which had ended were changed, and that a flow was deleted.
 */
public final class FileFeed implements FlowSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileFeed.class);

    /** How long a look that is under way may keep the end waiting. */
    private static final long PATIENCE_SECONDS = 10;

    private final Opener opener;
    private final List<Consumer<FlowEvent>> followers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread following = new Thread(task, "session-follow");
        following.setDaemon(true);
        return following;
    });

    // The thread's own, once it runs.
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
     * Begins to follow; {@link #start} begins to look.
     *
     * @param fromBeginning whether what the session holds already is told, too
     * @throws SessionException if the session cannot be read
     */
    public FileFeed(Opener opener, boolean fromBeginning) throws SessionException {
        this.opener = opener;
        this.reader = opener.open();
        try {
            // The version first: what is committed meanwhile is looked at again.
            version = fromBeginning ? -1 : reader.version();
            if (!fromBeginning) {
                watermark.begin(reader);
            }
        } catch (SessionException e) {
            reader.close();
            throw e;
        }
    }

    /** Looks from now on, with so much time in between. Once. */
    public void start(Duration between) {
        thread.scheduleWithFixedDelay(this::look, 0, between.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        try {
            long now = reader.version();
            if (now != version) {
                watermark.advance(reader, this::tell);
                version = now;
            }
            trouble = null;
        } catch (SessionException | RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(trouble)) { // said once; the next look may find it well again
                LOG.warn("the session file could not be read for new flows and will be tried again: {}", message, e);
                trouble = message;
            }
        }
    }

    private void tell(Flow flow) {
        FlowEvent event = flow.state() == FlowState.OPEN ? new FlowEvent.Changed(flow) : new FlowEvent.Closed(flow);
        for (Consumer<FlowEvent> follower : followers) {
            follower.accept(event);
        }
    }

    /** Looks once more, now; completes when what was committed before was told. */
    public CompletableFuture<Void> lookNow() {
        return CompletableFuture.runAsync(this::look, thread);
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
        return CompletableFuture.completedFuture(null); // it was read from the file
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
