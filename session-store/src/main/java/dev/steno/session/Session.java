package dev.steno.session;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.Recorder;
import dev.steno.addon.Registrar;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.Sequences;
import dev.steno.redact.Redactor;
import dev.steno.store.Durability;
import dev.steno.store.Facts;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.store.StoreListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The recorder of one session: accepts every fact without blocking and has it written by its {@link SessionWriter}.
 *
 * <p>Life cycle: registered on the bus; {@link #start} once the store is open, possibly on another thread while the
 * listener is already bound (facts that arrive before are queued in memory); {@link #close} at the end. Facts arrive on
 * event loops.
 *
 * <p>If the store fails, facts stay queued and {@link OnStoreFailure} decides what happens to the traffic.
 */
public final class Session implements Addon, Recorder {
    /** How long {@link #close()} retries if the store fails. */
    private static final long PATIENCE_MILLIS = 10_000;

    private final SessionFlows recorded = new SessionFlows(this::reader, this::newest);
    private final RecordBudget recordBudget;
    private final Outage outage;
    private final HotStore hot = new HotStore();
    private final NoteEdits edits = new NoteEdits();
    private final List<Consumer<FlowEvent>> followers = new CopyOnWriteArrayList<>();
    private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();
    private final HeldEnds heldEnds;
    private final StoredBodies bodies = new StoredBodies(this::reader, this::durable);
    private final ChunkPool chunkPool;
    private final SessionWriter writer;
    private volatile long bodyLimit = Long.MAX_VALUE;
    private volatile Redactor redactor = Redactor.NONE;
    private volatile @Nullable SessionStore store;
    private volatile @Nullable Sequences sequences;
    private volatile @Nullable TextIndexer indexer;
    private volatile @Nullable QueuedPassThroughs passThroughs;

    /** A session with {@link Durability#PROCESS} that refuses traffic during an outage. */
    public Session(RecordBudget recordBudget) {
        this(recordBudget, Durability.PROCESS, OnStoreFailure.STOP, CommitWindow.USUAL);
    }

    /**
     * @param recordBudget counts the bytes that are queued for the writer
     * @param durability whether the ends of responses are held until their flows are durable; the store decides what a
     *     commit survives
     */
    public Session(RecordBudget recordBudget, Durability durability, OnStoreFailure onFailure) {
        this(recordBudget, durability, onFailure, CommitWindow.USUAL);
    }

    /** Like the constructor above, with a commit window other than the default. */
    public Session(RecordBudget recordBudget, Durability durability, OnStoreFailure onFailure, CommitWindow window) {
        this.recordBudget = recordBudget;
        this.outage = new Outage(onFailure, recordBudget);
        this.heldEnds = new HeldEnds(durability, outage, this::durable);
        this.chunkPool = new ChunkPool(recordBudget.limit());
        QueueDelayLimit delayLimit = new QueueDelayLimit(
                recordBudget, durability == Durability.PROCESS ? 2 * window.windowNanos() : QueueDelayLimit.UNBOUNDED);
        this.writer = new SessionWriter(
                window,
                delayLimit,
                recordBudget,
                hot,
                outage,
                chunkPool,
                new FailureFanout(listeners, heldEnds::outageBegan));
    }

    @Override
    public String name() {
        return "session";
    }

    /** Redacts what people change of recorded flows; what exchanges publish is redacted before it comes here. */
    public void redactBy(Redactor next) {
        redactor = next;
    }

    /** What redacts the record; what is recorded without an exchange has to be redacted by it first. */
    public Redactor redactor() {
        return redactor;
    }

    /** Limits the recorded bytes of each body that begins after this call; further bytes are only counted. */
    public void limitBodies(long bytes) {
        bodyLimit = bytes;
    }

    @Override
    public long bodyLimit() {
        return bodyLimit;
    }

    @Override
    public boolean readsBodies() {
        return store != null && !outage.passes() && !redactor.concernsBodies(); // else they are not as they passed
    }

    @Override
    public BodySource body(Body.Stored body) {
        return bodies.source(body);
    }

    @Override
    public byte[] piece() {
        return chunkPool.takeBuffer();
    }

    @Override
    public RecordedFlows flows() {
        return recorded;
    }

    @Override
    public void register(Registrar registrar) {
        registrar.lossless(this::accept);
        registrar.keepsRecord(this);
    }

    /** Accepts a fact. Any thread; never blocks. */
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
                edits.forgetEdits(deleted.flow());
                return null;
            });
        }
        keep(event);
    }

    private void keep(FlowEvent event) {
        long bytes = Facts.heapBytes(event);
        recordBudget.hold(bytes);
        writer.addFact(event, bytes);
        for (Consumer<FlowEvent> follower : followers) {
            follower.accept(event);
        }
    }

    /**
     * Edits a flow's notes. This creates the flow's next revision, which is recorded like any other; later revisions of
     * an open exchange contain the edit too. Reads the disk, so never on an event loop.
     *
     * @param reader through which the flow is read if it is durable already
     * @return the revision with the edit; empty if there is no such flow
     */
    public Optional<Flow> edit(long id, UnaryOperator<Notes> given, SessionReader reader) throws SessionException {
        UnaryOperator<Notes> change = notes -> redactor.notes(given.apply(notes));
        synchronized (edits) { // serialises edits; exchanges do not take this lock
            AtomicReference<@Nullable Flow> result = new AtomicReference<>();
            hot.compute(id, held -> {
                if (held == null) {
                    // If the flow has an exchange, its later revisions contain the edit.
                    edits.addEdit(id, change);
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
                    edits.forgetEdits(id);
                    return null;
                }
                if (held != null && edits.isSeen(id) || stored == null) {
                    result.set(held);
                    return held;
                }
                if (edits.isSeen(id)) {
                    result.set(stored); // a revision of the exchange with the edit has become durable already
                    return held;
                }
                Flow next = stored.withNotes(change.apply(stored.notes()));
                if (next.state() != FlowState.OPEN) {
                    edits.forgetEdits(id);
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
            edits.addEdit(held.id(), change);
        }
        Flow next = held.withNotes(change.apply(held.notes()));
        keep(new FlowEvent.Changed(next));
        result.set(next);
        return next;
    }

    /** What an edit makes of the newest revision of a flow; null if it changes nothing. */
    @FunctionalInterface
    interface Revising {
        FlowEvent.@Nullable Edited of(Flow newest) throws SessionException;
    }

    /**
     * Records an edit of a flow that has ended, as its next revision. Reads the disk, so never on an event loop.
     *
     * @return the newest revision; empty if there is no such flow
     * @throws dev.steno.addon.FlowActionException if the flow is changed meanwhile, or as {@code edit} throws it
     */
    Optional<Flow> revise(long id, Revising edit, SessionReader reader) throws SessionException {
        synchronized (edits) {
            Flow before = newest(id, reader).orElse(null);
            FlowEvent.Edited edited = before == null ? null : redacted(edit.of(before));
            if (before == null || edited == null) {
                return Optional.ofNullable(before);
            }
            hot.compute(id, held -> {
                if (held != null && held.revision() != before.revision()) {
                    throw StoredEdits.stale(held);
                }
                keep(edited);
                return edited.flow();
            });
            return Optional.of(edited.flow());
        }
    }

    private FlowEvent.@Nullable Edited redacted(FlowEvent.@Nullable Edited edited) {
        return edited == null
                ? null
                : new FlowEvent.Edited(redactor.redact(edited.flow()), redactor.redact(edited.before()), edited.edit());
    }

    private @Nullable Flow read(long id, SessionReader reader) throws SessionException {
        try {
            return reader.flow(id).orElse(null);
        } catch (SessionException e) {
            hot.compute(id, held -> {
                edits.forgetEdits(id);
                return held;
            });
            throw e;
        }
    }

    /**
     * Adds a follower, which then receives every fact as it is recorded. The facts about one flow arrive one at a time,
     * in the order of their revisions. The follower is called on the thread that publishes the fact, often an event
     * loop, and must not block.
     */
    public void follow(Consumer<FlowEvent> follower) {
        followers.add(follower);
    }

    /** Removes a follower. */
    public void unfollow(Consumer<FlowEvent> follower) {
        followers.remove(follower);
    }

    /**
     * Begins to write to an open store: first advances the sequences beyond the store's highest numbers, then starts
     * the writer. Call once, before the first number is drawn.
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

    /** Starts the thread that indexes the texts of old and new flows. Call once, after {@link #start}. */
    public void indexTexts() {
        TextIndexer started = new TextIndexer(store(), writer);
        indexer = started;
        started.start();
    }

    /**
     * Returns the keeper that stores which clients are passed through. Call once, after {@link #start}. Reads the disk.
     */
    public PassThroughKeeper keepPassThroughs() throws SessionException {
        QueuedPassThroughs started = new QueuedPassThroughs(store(), writer);
        passThroughs = started;
        return started;
    }

    /** Adds a listener. It is notified of outages on the writer thread. */
    public void onFailure(StoreListener listener) {
        listeners.add(listener);
    }

    /** Returns the flows that are not durable yet. */
    public HotStore hot() {
        return hot;
    }

    /**
     * Returns the store.
     *
     * @throws IllegalStateException before {@link #start}
     */
    public SessionStore store() {
        SessionStore started = store;
        if (started == null) {
            throw new IllegalStateException("the session has not been started");
        }
        return started;
    }

    /**
     * Returns the session's sequences.
     *
     * @throws IllegalStateException before {@link #start}
     */
    public Sequences sequences() {
        Sequences started = sequences;
        if (started == null) {
            throw new IllegalStateException("the session has not been started");
        }
        return started;
    }

    /** Opens a reader of the durable record. The caller closes it. */
    public SessionReader reader() throws SessionException {
        return store().reader();
    }

    /** Returns the newest revision of a flow, from memory or through the reader. Reads the disk: not on event loops. */
    public Optional<Flow> newest(long id, SessionReader reader) throws SessionException {
        Flow waiting = hot.flow(id);
        return waiting != null ? Optional.of(waiting) : reader.flow(id);
    }

    @Override
    public @Nullable String refusal() {
        return heldEnds.refusal();
    }

    @Override
    public boolean refuses() {
        return heldEnds.refuses();
    }

    @Override
    public boolean holdsEnds() {
        return heldEnds.holds();
    }

    /**
     * Like {@link #durable()}, and then in what {@link #alsoKeptBy} names, if the ends of responses are held; null if they are
     * not, or if traffic passes unrecorded.
     */
    @Override
    public @Nullable CompletionStage<Void> kept() {
        return heldEnds.kept();
    }

    /**
     * Says what else has to have a flow before the end of its response is sent. Only of effect if ends are held; call before
     * the first exchange.
     */
    public void alsoKeptBy(FurtherRecord record) {
        heldEnds.alsoKeptBy(record);
    }

    /** Returns the number of exchanges refused since the start because they could not have been recorded. */
    public long refused() {
        return outage.refused();
    }

    /** Returns the number of flows that passed unrecorded since the start, wholly or in part. */
    public long unrecorded() {
        return outage.unrecorded();
    }

    /** Triggers a commit. The future completes on the writer thread once all facts accepted before are durable. */
    public CompletableFuture<Void> durable() {
        return writer.durable(true);
    }

    /**
     * Blocks until all facts accepted before are durable; never on an event loop.
     *
     * @throws SessionException if the writer gave up or the thread was interrupted; the caller should end its work
     */
    public void awaitDurable() throws SessionException {
        WriterWait.await(this::durable);
    }

    /**
     * Keeps what is to be redacted when flows of this session leave the machine, in addition to what was kept before. Blocks;
     * never on an event loop.
     *
     * @param specs of redaction rules
     * @throws SessionException if they cannot be written; flows that need them must not be recorded then
     */
    public void keepExitRules(List<String> specs) throws SessionException {
        if (!specs.isEmpty()) {
            WriterWait.await(() -> writer.afterBatch(() -> store().keepExitRules(specs)));
        }
    }

    /** Like {@link #durable()}, but without triggering a commit: completes with the next regular one. */
    public CompletableFuture<Void> afterCommit() {
        return writer.durable(false);
    }

    /**
     * Writes all queued facts, closes the store and returns how the session ended. Call after the last fact; blocks.
     *
     * @throws SessionException if something could not be written; the message says how much is lost. The store is
     *     closed anyway
     */
    public SessionStore.Closed close() throws SessionException {
        return close(PATIENCE_MILLIS);
    }

    /**
     * Like {@link #close()}.
     *
     * @param patienceMillis how long to retry if the store fails, in milliseconds
     */
    public SessionStore.Closed close(long patienceMillis) throws SessionException {
        SessionStore open = store();
        recorded.close();
        TextIndexer indexing = indexer;
        if (indexing != null) {
            indexing.close();
        }
        QueuedPassThroughs kept = passThroughs;
        if (kept != null) {
            kept.close();
        }
        bodies.close();
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
}
