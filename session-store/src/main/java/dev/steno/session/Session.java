package dev.steno.session;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.addon.Recorder;
import dev.steno.addon.Registrar;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.Sequences;
import dev.steno.store.Durability;
import dev.steno.store.Facts;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.store.StoreListener;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the record: takes every fact without blocking, and has it written.
 *
 * <p>Life: registered on the bus; {@link #start} once the store is open, which may be on another thread while the listener
 * is already bound (facts that come before wait in memory); {@link #close} at the end. Facts come on event loops.
 */
public final class Session implements Addon, Recorder {
    /** How long {@link #close()} goes on trying while the store fails. */
    private static final long PATIENCE_MILLIS = 10_000;

    private final RecordBudget recordBudget;
    private final Durability durability;
    private final Outage outage;
    private final HotStore hot = new HotStore();
    private final NoteEdits edits = new NoteEdits();
    private final List<Consumer<FlowEvent>> followers = new CopyOnWriteArrayList<>();
    private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<CompletableFuture<Void>> heldEnds = ConcurrentHashMap.newKeySet();
    private final ChunkPool chunkPool;
    private final SessionWriter writer;
    private volatile long bodyLimit = Long.MAX_VALUE;
    private volatile @Nullable SessionStore store;
    private volatile @Nullable Sequences sequences;
    private volatile @Nullable TextIndexer indexer;
    private volatile @Nullable QueuedPassThroughs passThroughs;

    /** A session that survives the death of the process and lets nothing pass unrecorded. */
    public Session(RecordBudget recordBudget) {
        this(recordBudget, Durability.PROCESS, OnStoreFailure.STOP, CommitWindow.USUAL);
    }

    /**
     * @param recordBudget counts the bytes that wait to be written
     * @param durability whether the ends of responses are held back; what a commit survives is the store's part
     */
    public Session(RecordBudget recordBudget, Durability durability, OnStoreFailure onFailure) {
        this(recordBudget, durability, onFailure, CommitWindow.USUAL);
    }

    /** As above, with a pace of commits other than the usual one. */
    public Session(RecordBudget recordBudget, Durability durability, OnStoreFailure onFailure, CommitWindow window) {
        this.recordBudget = recordBudget;
        this.durability = durability;
        this.outage = new Outage(onFailure, recordBudget);
        this.chunkPool = new ChunkPool(recordBudget.limit());
        QueueDelayLimit delayLimit = new QueueDelayLimit(
                recordBudget, durability == Durability.PROCESS ? 2 * window.windowNanos() : QueueDelayLimit.UNBOUNDED);
        this.writer = new SessionWriter(
                window, delayLimit, recordBudget, hot, outage, chunkPool, new Fanout(listeners, this::outageBegan));
    }

    @Override
    public String name() {
        return "session";
    }

    /** Records so many bytes of each body that begins from now on, and counts the rest; all of it by default. */
    public void limitBodies(long bytes) {
        bodyLimit = bytes;
    }

    @Override
    public long bodyLimit() {
        return bodyLimit;
    }

    @Override
    public byte[] piece() {
        return chunkPool.take();
    }

    @Override
    public void register(Registrar registrar) {
        registrar.lossless(this::accept);
        registrar.keepsRecord(this);
    }

    /** Takes a fact. Any thread; never blocks. */
    public void accept(FlowEvent told) {
        FlowEvent event = outage.keepable(told);
        if (event == null) {
            return;
        }
        if (event instanceof FlowEvent.Revision revision) {
            Flow flow = revision.flow();
            hot.compute(flow.id(), held -> {
                Flow next = edits.over(flow);
                keep(next == flow ? event : new FlowEvent.Changed(next));
                return held == null ? next : Flow.newer(held, next);
            });
            return;
        }
        if (event instanceof FlowEvent.Deleted deleted) {
            hot.compute(deleted.flow(), held -> {
                edits.end(deleted.flow());
                return null;
            });
        }
        keep(event);
    }

    private void keep(FlowEvent event) {
        long bytes = Facts.heapBytes(event);
        recordBudget.hold(bytes);
        writer.add(event, bytes);
        for (Consumer<FlowEvent> follower : followers) {
            follower.accept(event);
        }
    }

    /**
     * Changes a flow's notes: its next revision, recorded like any other. An exchange that goes on keeps the change. Touches
     * the disk, so never on an event loop.
     *
     * @param reader reads the flow where it is durable already
     * @return the revision with the change; empty where there is no such flow
     */
    public Optional<Flow> edit(long id, UnaryOperator<Notes> change, SessionReader reader) throws SessionException {
        synchronized (edits) { // one editor at a time; exchanges do not wait for it
            AtomicReference<@Nullable Flow> result = new AtomicReference<>();
            hot.compute(id, held -> {
                if (held == null) {
                    // From here on the exchange, if there is one, publishes the change itself.
                    edits.add(id, change);
                    return null;
                }
                return edited(held, change, result);
            });
            if (result.get() != null) {
                return Optional.ofNullable(result.get());
            }
            Flow stored = read(id, reader);
            hot.compute(id, held -> {
                if (stored == null && held == null) {
                    edits.end(id);
                    return null;
                }
                if (held != null && edits.isSeen(id) || stored == null) {
                    result.set(held);
                    return held;
                }
                if (edits.isSeen(id)) {
                    result.set(stored); // the exchange published it, and it is durable again
                    return held;
                }
                Flow next = stored.withNotes(change.apply(stored.notes()));
                if (next.state() != FlowState.OPEN) {
                    edits.end(id);
                }
                keep(new FlowEvent.Changed(next));
                result.set(next);
                return next;
            });
            return Optional.ofNullable(result.get());
        }
    }

    private Flow edited(Flow held, UnaryOperator<Notes> change, AtomicReference<@Nullable Flow> result) {
        if (held.state() == FlowState.OPEN) {
            edits.add(held.id(), change);
        }
        Flow next = held.withNotes(change.apply(held.notes()));
        keep(new FlowEvent.Changed(next));
        result.set(next);
        return next;
    }

    private @Nullable Flow read(long id, SessionReader reader) throws SessionException {
        try {
            return reader.flow(id).orElse(null);
        } catch (SessionException e) {
            hot.compute(id, held -> {
                edits.end(id);
                return held;
            });
            throw e;
        }
    }

    /**
     * Tells a follower from now on every fact as it is recorded: the facts about one flow in the order of their revisions,
     * one at a time. It is called on the thread that brings the fact, often an event loop, and must not wait.
     */
    public void follow(Consumer<FlowEvent> follower) {
        followers.add(follower);
    }

    /** Tells a follower no more. */
    public void unfollow(Consumer<FlowEvent> follower) {
        followers.remove(follower);
    }

    /**
     * Begins to write to an open store: the numbers go on after its highest ones, then the writer starts. Called once,
     * before the first number is drawn.
     */
    public void start(SessionStore opened, Sequences sequences) {
        if (store != null) {
            throw new IllegalStateException("the session is started already");
        }
        SessionStore.Resumed resumed = opened.resumedWith();
        sequences.continueAfter(resumed.lastFlow(), resumed.lastBody(), resumed.lastConnection());
        this.sequences = sequences;
        store = opened;
        writer.start(opened);
    }

    /** Begins to index the texts of what was and will be recorded, on a thread of its own. Once, after {@link #start}. */
    public void indexTexts() {
        TextIndexer started = new TextIndexer(store(), writer);
        indexer = started;
        started.start();
    }

    /** Begins to keep which clients are passed through. Once, after {@link #start}; touches the disk. */
    public PassThroughKeeper keepPassThroughs() throws SessionException {
        QueuedPassThroughs started = new QueuedPassThroughs(store(), writer);
        passThroughs = started;
        return started;
    }

    /** Tells a listener from now on whether the record can be kept. */
    public void onFailure(StoreListener listener) {
        listeners.add(listener);
    }

    /** What is not durable yet. */
    public HotStore hot() {
        return hot;
    }

    /** The store; throws before {@link #start}. */
    public SessionStore store() {
        SessionStore started = store;
        if (started == null) {
            throw new IllegalStateException("the session has not been started");
        }
        return started;
    }

    /** Gives the session's next numbers; throws before {@link #start}. */
    public Sequences sequences() {
        Sequences started = sequences;
        if (started == null) {
            throw new IllegalStateException("the session has not been started");
        }
        return started;
    }

    /** A new reader of what is durable. The caller closes it. */
    public SessionReader reader() throws SessionException {
        return store().reader();
    }

    /** The newest revision of a flow: from memory, or through the reader. Touches the disk, so never on an event loop. */
    public Optional<Flow> newest(long id, SessionReader reader) throws SessionException {
        Flow waiting = hot.flow(id);
        return waiting != null ? Optional.of(waiting) : reader.flow(id);
    }

    @Override
    public @Nullable String refusal() {
        return outage.refusal();
    }

    @Override
    public boolean refuses() {
        return outage.refuses();
    }

    @Override
    public boolean holdsEnds() {
        return durability == Durability.STRICT;
    }

    /** As {@link #durable()} where the ends of responses are held; while traffic passes unrecorded, nothing is waited for. */
    @Override
    public @Nullable CompletionStage<Void> kept() {
        if (!holdsEnds() || outage.passes()) {
            return null;
        }
        CompletableFuture<Void> kept = durable();
        heldEnds.add(kept);
        kept.whenComplete((nothing, failure) -> heldEnds.remove(kept));
        if (outage.passes()) { // it began after we looked, and may have missed this one
            kept.complete(null);
        }
        return kept;
    }

    private void outageBegan() {
        if (outage.passes()) {
            heldEnds.forEach(end -> end.complete(null));
        }
    }

    /** How many exchanges were refused since the start, because they could not have been recorded. */
    public long refused() {
        return outage.refused();
    }

    /** How many flows passed unrecorded since the start, wholly or in part. */
    public long unrecorded() {
        return outage.unrecorded();
    }

    /** Completes on the writer thread when all that was accepted before is durable, and hurries the writer. */
    public CompletableFuture<Void> durable() {
        return writer.durable(true);
    }

    /**
     * Waits until all that was accepted before is durable; so never on an event loop.
     *
     * @throws SessionException if the writer gave up, or the thread was interrupted: whoever changes much piece by piece ends
     */
    public void awaitDurable() throws SessionException {
        if (Thread.currentThread().isInterrupted()) {
            throw new SessionException("interrupted while waiting for the session to be written");
        }
        try {
            durable().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SessionException told
                    ? told
                    : new SessionException("the recorded facts cannot be written: " + e.getMessage(), e);
        }
    }

    /** As {@link #durable()}, without hurry: with the commit that comes anyway. */
    public CompletableFuture<Void> afterCommit() {
        return writer.durable(false);
    }

    /**
     * Writes all that waits, closes the store and says how the session ended. Called after the last fact; blocks.
     *
     * @throws SessionException when something could not be written, with how much is lost; the store is closed all the same
     */
    public SessionStore.Closed close() throws SessionException {
        return close(PATIENCE_MILLIS);
    }

    /** As {@link #close()}, with so many milliseconds of further attempts while the store fails. */
    public SessionStore.Closed close(long patienceMillis) throws SessionException {
        SessionStore open = store();
        TextIndexer indexing = indexer;
        if (indexing != null) {
            indexing.close();
        }
        QueuedPassThroughs kept = passThroughs;
        if (kept != null) {
            kept.close();
        }
        try {
            writer.close(patienceMillis);
        } catch (SessionException e) {
            try {
                open.close();
            } catch (SessionException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        return open.close();
    }

    private record Fanout(List<StoreListener> listeners, Runnable failing) implements StoreListener {
        @Override
        public void failed(String message) {
            failing.run();
            listeners.forEach(listener -> listener.failed(message));
        }

        @Override
        public void recovered(long refused, long unrecorded) {
            listeners.forEach(listener -> listener.recovered(refused, unrecorded));
        }

        @Override
        public void logGrows(String message) {
            listeners.forEach(listener -> listener.logGrows(message));
        }

        @Override
        public void clockJumped(String message) {
            listeners.forEach(listener -> listener.clockJumped(message));
        }

        @Override
        public void rejected(long flow, String message) {
            listeners.forEach(listener -> listener.rejected(flow, message));
        }
    }
}
