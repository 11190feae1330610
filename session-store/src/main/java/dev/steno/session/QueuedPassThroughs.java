package dev.steno.session;

import dev.steno.addon.PassThrough;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores in the session which clients are passed through. Changes are queued in memory, the newest for each key, until
 * the writer thread runs a task that writes them. If writing fails, they stay queued until the next change triggers
 * another attempt. Any thread.
 */
final class QueuedPassThroughs implements PassThroughKeeper {
    /**
     * Upper bound on the changes in the queue. If the store fails and the queue is full, further changes apply to
     * this run only.
     */
    static final int MOST_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(QueuedPassThroughs.class);

    private final SessionStore store;
    private final SessionWriter writer;
    private final List<PassThrough> kept;
    private final Map<PassThrough.Key, Optional<PassThrough>> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean due = new AtomicBoolean();

    /** Reads the entries of the session. Reads the disk. */
    QueuedPassThroughs(SessionStore store, SessionWriter writer) throws SessionException {
        this.store = store;
        this.writer = writer;
        this.kept = store.heededPassThroughs();
    }

    @Override
    public List<PassThrough> kept() {
        return kept;
    }

    @Override
    public void keep(PassThrough one) {
        change(one.key(), Optional.of(one));
    }

    @Override
    public void forget(PassThrough.Key key) {
        change(key, Optional.empty());
    }

    private void change(PassThrough.Key key, Optional<PassThrough> now) {
        if (waiting.size() < MOST_WAITING || waiting.containsKey(key)) {
            waiting.put(key, now);
        }
        ask();
    }

    private void ask() {
        if (due.compareAndSet(false, true)) {
            writer.turn(this::write);
        }
    }

    private void write() throws SessionException {
        due.set(false); // a later change requests another task
        Map<PassThrough.Key, Optional<PassThrough>> taken = Map.copyOf(waiting);
        List<PassThrough> now = new ArrayList<>();
        List<PassThrough.Key> gone = new ArrayList<>();
        taken.forEach((key, one) -> one.ifPresentOrElse(now::add, () -> gone.add(key)));
        store.passThroughs(now, gone);
        taken.forEach(waiting::remove); // keeps entries that changed after the copy was made
    }

    /** Writes the queued changes; the writer must still run. Blocks for two seconds at most. */
    void close() {
        if (waiting.isEmpty()) {
            return;
        }
        CompletableFuture<Void> written = writer.turn(this::write);
        try {
            written.get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | java.util.concurrent.CancellationException e) {
            LOG.warn("the list of passed-through clients could not be written to {}: {}", store.file(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
