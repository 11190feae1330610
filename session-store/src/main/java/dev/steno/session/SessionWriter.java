package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import dev.steno.store.StoreListener;
import dev.steno.store.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
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
 * The one thread that writes ({@code session-writer}). Takes what waits, commits it as one batch, then acknowledges: to the
 * hot store, to the byte budget, to those that asked for durability. A batch that fails is tried again until it succeeds;
 * what it holds stays counted, so the budget stops the sockets before memory grows.
 *
 * <p>{@link #add} may be called on any thread and never blocks.
 */
public final class SessionWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWriter.class);

    /** A turn is not begun later than this before a batch is due. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long FIRST_BACKOFF_MILLIS = 20;
    private static final long LAST_BACKOFF_MILLIS = 2_000;

    /** After so long without work, the store may tidy up. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Where the writer is, so that producers know whether it must be woken. */
    private static final int WORKING = 0;

    private static final int GATHERING = 1;
    private static final int IDLE = 2;

    /** Whenever the writer itself fails so often at one batch, it gives up. */
    private static final int FAILURES = 10;

    /**
     * A fact with its cost, or a marker that completes when all before it is durable, and may be in a hurry.
     *
     * @param at when it came, by {@link System#nanoTime}
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

    /** Starts writing to a store, with what waits already. Once. */
    void start(SessionStore store) {
        Thread writer = new Thread(() -> run(store), "session-writer");
        writer.setDaemon(true);
        thread = writer;
        writer.start();
    }

    /** Queues a fact. */
    void add(FlowEvent event, long bytes) {
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
     * Completes when all that was added before is durable. Fails if the writer gives up.
     *
     * @param hurry whether to commit at once, or with the facts that come within the window
     */
    CompletableFuture<Void> durable(boolean hurry) {
        CompletableFuture<Void> marker = new CompletableFuture<>();
        if (hurry) {
            hurried.incrementAndGet();
        }
        queue.add(new Entry(null, 0, marker, hurry, System.nanoTime()));
        if (hurry) {
            wake(mode.get());
        } else if (mode.get() == IDLE) {
            wake(IDLE);
        }
        return marker;
    }

    /** Runs a piece of work on the writer thread when nothing waits to be written; it is cancelled if the writer ends first. */
    CompletableFuture<Void> turn(WriterTasks.Turn work) {
        CompletableFuture<Void> done = tasks.add(work);
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

    /** Counts the batches written. */
    long commits() {
        return commits;
    }

    /** Whether so much waits that work which can wait should. */
    boolean isBusy() {
        return queuedEvents.get() >= window.facts() / 2 || queuedBytes.get() >= window.bytes() / 2;
    }

    /**
     * Writes all that waits and ends the thread. Blocks.
     *
     * @param patienceMillis how long to go on trying while the store fails
     * @throws SessionException when the store failed until the end; says how much was lost
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
                interrupted = true; // what waits is worth more than a quick end; patience bounds the wait
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
                take(taken);
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
                    tell(() -> listener.logGrows(warning));
                }
            } catch (RuntimeException | Error e) {
                // What was taken is kept and tried again: writing it a second time does no harm.
                LOG.error("internal error: the session's writer failed; please report this", e);
                if (++failures == FAILURES) {
                    SessionException told = new SessionException("the session cannot be written: " + e, e);
                    failed(told);
                    giveUp(told, taken.markers);
                    return;
                }
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(FIRST_BACKOFF_MILLIS));
            }
        }
    }

    /** What was taken from the queue and is not acknowledged. */
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

    /** Waits for a first entry, then for the window to pass, the batch to fill, or a wish for durability. */
    private void awaitWork(SessionStore store) {
        boolean tidy = false;
        while (queue.isEmpty() && !closing) {
            if (tasks.take()) {
                continue;
            }
            long since = System.nanoTime();
            mode.set(IDLE);
            if (hasNothingToDo()) { // a producer that came before the mode was set did not wake us
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
            if (left > TURN_NANOS && tasks.take()) {
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

    private void take(Taken taken) {
        while (taken.events < window.facts() && taken.bytes < window.bytes()) {
            Entry entry = queue.peek();
            if (entry == null) {
                break;
            }
            FlowEvent event = entry.event();
            if (event != null) {
                taken.batch.add(event);
            }
            CompletableFuture<Void> marker = entry.marker();
            if (marker != null) {
                taken.markers.add(marker);
            }
            queue.poll(); // only now: were memory short before, the entry would be lost
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

    /** The failure, once it is time to give up while closing; else waits before the next attempt. */
    boolean givesUpAfter(SessionException failure, int attempts) {
        failed(failure);
        if (closing && System.nanoTime() - giveUpAt >= 0) {
            return true;
        }
        long backoff = Math.min(FIRST_BACKOFF_MILLIS << Math.min(attempts, 10), LAST_BACKOFF_MILLIS);
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(backoff));
        return false;
    }

    /** All of a batch is written, but for what was set aside. */
    void wrote() {
        if (failing) {
            recovered();
        }
    }

    /** What cannot be written alone either is left out, so that it does not keep the rest from being written. */
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

    /** The flow as it can be kept after pieces of it were set aside. */
    Flow kept(Flow flow) {
        return outage.leftOut().kept(flow);
    }

    /** Says so once; a lock that turns out to be an outage is worth a second time. */
    private void failed(SessionException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean outageBegan = !failure.isLocked() && outage.begin(message);
        if (!failing || outageBegan) {
            failing = true;
            LOG.warn("{}", message);
            LOG.debug("the session cannot be written", failure);
            tell(() -> listener.failed(message));
        }
    }

    private void recovered() {
        failing = false;
        outage.end();
        long refused = outage.refused() - refusedBefore;
        long unrecorded = outage.unrecorded() - unrecordedBefore;
        refusedBefore += refused;
        unrecordedBefore += unrecorded;
        LOG.info(
                "the session can be written again; during the outage {} exchanges were refused and {} flows went unrecorded",
                refused,
                unrecorded);
        tell(() -> listener.recovered(refused, unrecorded));
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
            chunkPool.giveBack(chunk.data());
        }
        recordBudget.release(taken.bytes);
        taken.bytes = 0; // should what follows fail, it is not released twice
        taken.markers.forEach(marker -> marker.complete(null));
    }

    private void reject(long flow, String message) {
        LOG.warn("{}", message);
        tell(() -> listener.rejected(flow, message));
    }

    private void giveUp(SessionException failure, List<CompletableFuture<Void>> markers) {
        SessionException told = new SessionException(
                failure.getMessage() + "; " + hot.size() + " flows not yet written are lost", failure);
        gaveUp = told;
        markers.forEach(marker -> marker.completeExceptionally(told));
        for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
            CompletableFuture<Void> marker = entry.marker();
            if (marker != null) {
                marker.completeExceptionally(told);
            }
        }
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("internal error: a listener of the session failed; please report this", e);
        }
    }
}
