package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import dev.steno.store.StoreListener;
import dev.steno.store.WriteBatch;
import dev.steno.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes the session ({@code session-writer}), the only one that commits. It takes the queued facts,
 * commits them as one batch, and then notifies the hot store, the byte budget, and the callers that wait for
 * durability. A batch that fails is retried until it succeeds; its bytes stay in the budget, which stops reading from
 * sockets before memory runs out.
 *
 * <p>{@link #addFact} may be called on any thread and never blocks.
 */
public final class SessionWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWriter.class);

    /** A task is started only if there is at least this much time before the next commit is due. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long FIRST_BACKOFF_MILLIS = 20;
    private static final long LAST_BACKOFF_MILLIS = 2_000;

    /** After this time without work, the store may run its maintenance. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The writer's state, by which producers decide whether to wake it. */
    private static final int WORKING = 0;

    private static final int GATHERING = 1;
    private static final int IDLE = 2;

    /** Number of unexpected exceptions during one batch after which the writer gives up. */
    private static final int FAILURES = 10;

    /**
     * A fact with its bytes, or a marker that completes once all entries before it are durable.
     *
     * @param hurry whether the marker triggers a commit
     * @param at when the entry was queued, by {@link System#nanoTime}
     */
    private record Entry(
            @Nullable FlowEvent event, long bytes, @Nullable CompletableFuture<Void> marker, boolean hurry, long at) {}

    private final CommitWindow window;
    private final RecordBudget recordBudget;
    private final ChunkPool chunkPool;
    private final HotStore hot;
    private final Outage outage;
    private final StoreListener listener;
    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedEvents = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicInteger mode = new AtomicInteger(WORKING);
    private final Roaring64Bitmap deleted = new Roaring64Bitmap();
    private final WriterTasks tasks = new WriterTasks();
    private final QueueDelayLimit delayLimit;
    private final AtomicInteger hurried = new AtomicInteger();
    private volatile long commits;
    private volatile boolean closing;
    private volatile long giveUpAt;
    private volatile @Nullable Thread thread;
    private volatile @Nullable SessionException gaveUp;
    private boolean failing;
    private long refusedBefore;
    private long unrecordedBefore;

    SessionWriter(
            CommitWindow window,
            QueueDelayLimit delayLimit,
            RecordBudget recordBudget,
            HotStore hot,
            Outage outage,
            ChunkPool chunkPool,
            StoreListener listener) {
        this.delayLimit = delayLimit;
        this.chunkPool = chunkPool;
        this.window = window;
        this.recordBudget = recordBudget;
        this.hot = hot;
        this.outage = outage;
        this.listener = listener;
    }

    /** Starts the thread, which begins with the facts queued so far. Call once. */
    void start(SessionStore store) {
        Thread writer = new Thread(() -> run(store), "session-writer");
        writer.setDaemon(true);
        thread = writer;
        writer.start();
    }

    /**
     * Queues a fact.
     *
     * @param bytes the bytes it holds in the byte budget
     */
    void addFact(FlowEvent event, long bytes) {
        long at = System.nanoTime();
        queue.add(new Entry(event, bytes, null, false, at));
        int events = queuedEvents.incrementAndGet();
        long total = queuedBytes.addAndGet(bytes);
        int now = mode.get();
        if (now == IDLE || now == GATHERING && (events >= window.facts() || total >= window.bytes())) {
            wake(now);
        }
        delayLimit.came(at);
    }

    /**
     * Returns a future that completes once all facts added before are durable. It fails if the writer gives up.
     *
     * @param hurry true to commit at once; false to wait for the next regular commit
     */
    CompletableFuture<Void> durable(boolean hurry) {
        CompletableFuture<Void> marker = new CompletableFuture<>();
        addMarker(marker, hurry);
        return marker;
    }

    /**
     * Runs a task on the writer thread once all facts added before are durable, however busy the writer is. It takes a few
     * milliseconds at most. The future fails if the task fails, or the writer gives up.
     */
    CompletableFuture<Void> afterBatch(WriterTasks.Turn work) {
        CompletableFuture<Void> marker = new CompletableFuture<>();
        CompletableFuture<Void> done = marker.thenRun(
                () -> { // before the marker is queued: on the thread that completes it
                    try {
                        work.run();
                    } catch (SessionException e) {
                        throw new CompletionException(e);
                    }
                });
        addMarker(marker, true);
        return done;
    }

    private void addMarker(CompletableFuture<Void> marker, boolean hurry) {
        if (hurry) {
            hurried.incrementAndGet();
        }
        queue.add(new Entry(null, 0, marker, hurry, System.nanoTime()));
        if (hurry) {
            wake(mode.get());
        } else if (mode.get() == IDLE) {
            wake(IDLE);
        }
    }

    /** Runs a task on the writer thread when no fact is queued. The future is cancelled if the writer ends first. */
    CompletableFuture<Void> turn(WriterTasks.Turn work) {
        CompletableFuture<Void> done = tasks.addTask(work);
        int now = mode.get();
        if (now != WORKING) {
            wake(now);
        }
        Thread writer = thread;
        if (writer == null || !writer.isAlive()) {
            tasks.cancel();
        }
        return done;
    }

    /** Returns the number of committed batches. */
    long commits() {
        return commits;
    }

    /** Returns whether the queue is at least half full, so that work that is not urgent should wait. */
    boolean isBusy() {
        return queuedEvents.get() >= window.facts() / 2 || queuedBytes.get() >= window.bytes() / 2;
    }

    /**
     * Writes all queued facts and ends the thread. Blocks.
     *
     * @param patienceMillis how long to retry if the store fails, in milliseconds
     * @throws SessionException if the store failed until the end; the message says how much was lost
     */
    void close(long patienceMillis) throws SessionException {
        giveUpAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        closing = true;
        Thread writer = thread;
        if (writer == null) {
            return;
        }
        LockSupport.unpark(writer);
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true; // finish writing; patienceMillis bounds the wait
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        SessionException failure = gaveUp;
        if (failure != null) {
            throw failure;
        }
    }

    private void wake(int seen) {
        if (seen != WORKING && mode.compareAndSet(seen, WORKING)) {
            LockSupport.unpark(thread);
        }
    }

    private void run(SessionStore store) {
        try {
            write(store);
        } finally {
            tasks.cancel();
        }
    }

    private void write(SessionStore store) {
        Taken taken = new Taken(new WriteBatch(deleted));
        int failures = 0;
        while (true) {
            try {
                if (taken.isEmpty()) {
                    awaitWork(store);
                    if (queue.isEmpty() && closing) {
                        return;
                    }
                }
                takeBatch(taken);
                SessionException failure = new BatchCommit(this, store, taken.batch).run();
                if (failure != null) {
                    giveUp(failure, taken.markers);
                    return;
                }
                commits++;
                acknowledge(taken);
                taken = new Taken(new WriteBatch(deleted));
                failures = 0;
                String warning = store.warning();
                if (warning != null) {
                    notifyListener(() -> listener.logGrows(warning));
                }
            } catch (RuntimeException | Error e) {
                // The batch is kept and retried: committing it a second time has no further effect.
                LOG.error("internal error: the session's writer failed; please report it with the trace below", e);
                if (++failures == FAILURES) {
                    SessionException told = new SessionException("the session cannot be written: " + e, e);
                    reportFailure(told);
                    giveUp(told, taken.markers);
                    return;
                }
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(FIRST_BACKOFF_MILLIS));
            }
        }
    }

    /** The entries taken from the queue and not committed yet. */
    private static final class Taken {
        private final WriteBatch batch;
        private final List<CompletableFuture<Void>> markers = new ArrayList<>();
        private long bytes;
        private int events;

        Taken(WriteBatch batch) {
            this.batch = batch;
        }

        boolean isEmpty() {
            return events == 0 && markers.isEmpty();
        }
    }

    /** Waits for a first entry, then until the window ends, the batch is full, or a marker triggers a commit. */
    private void awaitWork(SessionStore store) {
        boolean tidy = false;
        while (queue.isEmpty() && !closing) {
            if (tasks.runNext()) {
                continue;
            }
            long since = System.nanoTime();
            mode.set(IDLE);
            if (hasNothingToDo()) { // a producer that added before IDLE was set did not wake this thread
                if (tidy) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, IDLE_NANOS);
                }
            }
            mode.set(WORKING);
            if (!tidy && queue.isEmpty() && !closing && System.nanoTime() - since >= IDLE_NANOS) {
                tidyUp(store);
                tidy = true;
            }
        }
        long end = System.nanoTime() + window.windowNanos();
        while (!isFull() && hurried.get() == 0 && !closing) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            if (left > TURN_NANOS && tasks.runNext()) {
                continue;
            }
            mode.set(GATHERING);
            if (!isFull() && hurried.get() == 0 && !closing && (tasks.isEmpty() || left <= TURN_NANOS)) {
                LockSupport.parkNanos(this, left);
            }
            mode.set(WORKING);
        }
    }

    private static void tidyUp(SessionStore store) {
        try {
            store.idle();
        } catch (SessionException | RuntimeException e) {
            LOG.debug("the store's periodic maintenance failed", e);
        }
    }

    private boolean hasNothingToDo() {
        return queue.isEmpty() && tasks.isEmpty() && !closing;
    }

    private boolean isFull() {
        return queuedEvents.get() >= window.facts() || queuedBytes.get() >= window.bytes();
    }

    private void takeBatch(Taken taken) {
        while (taken.events < window.facts() && taken.bytes < window.bytes()) {
            Entry entry = queue.peek();
            if (entry == null) {
                break;
            }
            FlowEvent event = entry.event();
            if (event != null) {
                taken.batch.addFact(event);
            }
            CompletableFuture<Void> marker = entry.marker();
            if (marker != null) {
                taken.markers.add(marker);
            }
            queue.poll(); // only now: an OutOfMemoryError above must not lose the entry
            if (event != null) {
                taken.bytes += entry.bytes();
                taken.events++;
                queuedEvents.decrementAndGet();
                queuedBytes.addAndGet(-entry.bytes());
            }
            if (entry.hurry()) {
                hurried.decrementAndGet();
            }
        }
        Entry next = queue.peek();
        delayLimit.caughtUp(next == null ? QueueDelayLimit.NOTHING : next.at());
        taken.batch.replaceFlows(outage.leftOut()::kept);
    }

    /**
     * Reports a failure. During close, returns true once the patience is over; otherwise waits before the next attempt.
     */
    boolean givesUpAfter(SessionException failure, int attempts) {
        reportFailure(failure);
        if (closing && System.nanoTime() - giveUpAt >= 0) {
            return true;
        }
        long backoff = Math.min(FIRST_BACKOFF_MILLIS << Math.min(attempts, 10), LAST_BACKOFF_MILLIS);
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(backoff));
        return false;
    }

    /** Reports that a batch was written, apart from parts that were left out. */
    void wrote() {
        if (failing) {
            recovered();
        }
    }

    /** Leaves out a part that cannot be written even alone, so that it does not block the others. */
    void setAside(WriteBatch single, WriteBatch of, Throwable cause) {
        single.flows().forEach(flow -> of.reject(flow.id(), cause));
        single.chunks().forEach(chunk -> {
            outage.leftOut().cut(chunk);
            reject(0, "body " + chunk.body() + " is kept up to byte " + chunk.offset() + ": " + cause);
        });
        single.messages().forEach(message -> {
            outage.leftOut().cut(message);
            reject(
                    message.flow(),
                    "flow " + message.flow() + " is kept up to message " + message.sequence() + ": " + cause);
        });
        single.deleted().forEach(flow -> reject(flow, "flow " + flow + " cannot be removed: " + cause));
    }

    /** Returns a flow reduced to what is recorded, after parts of it were left out. */
    Flow kept(Flow flow) {
        return outage.leftOut().kept(flow);
    }

    /** Reports a failure once; reports again if an outage begins after a mere lock. */
    private void reportFailure(SessionException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean outageBegan = !failure.isLocked() && outage.beginOutage(message);
        if (!failing || outageBegan) {
            failing = true;
            LOG.info("{}", message); // the listener tells the user
            LOG.debug("the session cannot be written", failure);
            notifyListener(() -> listener.sessionFailed(message));
        }
    }

    private void recovered() {
        failing = false;
        outage.endOutage();
        long refused = outage.refused() - refusedBefore;
        long unrecorded = outage.unrecorded() - unrecordedBefore;
        refusedBefore += refused;
        unrecordedBefore += unrecorded;
        LOG.info(
                "the session can be written again; during the outage {} exchanges were refused and {} flows went unrecorded",
                refused,
                unrecorded);
        notifyListener(() -> listener.recovered(refused, unrecorded));
    }

    private void acknowledge(Taken taken) {
        WriteBatch batch = taken.batch;
        batch.rejected().forEach((flow, cause) -> {
            LOG.debug("flow {} cannot be stored", flow, cause);
            reject(
                    flow,
                    "flow " + flow + " cannot be stored: "
                            + (cause instanceof Error || cause.getMessage() == null
                                    ? cause.toString()
                                    : cause.getMessage()));
        });
        for (Flow flow : batch.flows()) {
            hot.durable(flow);
        }
        for (long flow : batch.deleted()) {
            hot.remove(flow);
        }
        for (FlowEvent.BodyChunk chunk : batch.chunks()) {
            chunkPool.returnBuffer(chunk.data());
        }
        recordBudget.release(taken.bytes);
        taken.bytes = 0; // so that a failure below does not release it twice
        taken.markers.forEach(marker -> marker.complete(null));
    }

    private void reject(long flow, String message) {
        LOG.info("{}", message); // the listener tells the user
        notifyListener(() -> listener.rejected(flow, message));
    }

    private void giveUp(SessionException failure, List<CompletableFuture<Void>> markers) {
        SessionException told = new SessionException(
                failure.getMessage() + "; " + Quantity.count(hot.size(), "flow") + " not yet written "
                        + (hot.size() == 1 ? "is lost" : "are lost"),
                failure);
        gaveUp = told;
        markers.forEach(marker -> marker.completeExceptionally(told));
        for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
            CompletableFuture<Void> marker = entry.marker();
            if (marker != null) {
                marker.completeExceptionally(told);
            }
        }
    }

    private static void notifyListener(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("internal error: a listener of the session failed; please report it with the trace below", e);
        }
    }
}
