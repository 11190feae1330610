package dev.steno.view.command;

import dev.steno.addon.FlowEvent;
import dev.steno.edit.EditOp;
import dev.steno.edit.HeldEdit;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.hold.HeldFlows;
import dev.steno.session.FlowCopy;
import dev.steno.session.FlowRemoval;
import dev.steno.session.HeldBodies;
import dev.steno.session.Session;
import dev.steno.session.StoredEdits;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.text.FileErrors;
import dev.steno.text.Timestamps;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Changes flows of a session that this process records. A stage completes when the change is durable and visible in the
 * view. Any thread; the work runs on the views' worker thread, one task after the other.
 */
public final class FlowEditor implements NotesEditor {
    /** Number of edits after which the editor waits until they are durable, to bound the writer's queue. */
    private static final int SLICE = 500;

    private static final int PAGE = 100;

    private final Session session;
    private final SessionOpener others;
    private final Executor thread;

    public FlowEditor(Session session, SessionOpener others, Executor thread) {
        this.session = session;
        this.others = others;
        this.thread = thread;
    }

    /** Removes flows from the session; returns their number. */
    public CompletableFuture<Long> remove(View view, FlowSpec spec) {
        return view.resolve(spec)
                .thenApplyAsync(attempt(flows -> FlowRemoval.remove(session, flows.getLongIterator())), thread)
                .thenCompose(count -> view.settled().thenApply(done -> count));
    }

    @Override
    public CompletableFuture<Long> edit(View view, FlowSpec spec, UnaryOperator<Notes> change) {
        return view.resolve(spec)
                .thenApplyAsync(attempt(flows -> edit(flows, change)), thread)
                .thenCompose(count -> view.settled().thenApply(done -> count));
    }

    private long edit(Roaring64Bitmap flows, UnaryOperator<Notes> change) throws SessionException {
        long edited = 0;
        try (SessionReader reader = session.reader()) {
            for (PeekableLongIterator flow = flows.getLongIterator(); flow.hasNext(); ) {
                if (session.edit(flow.next(), change, reader).isPresent() && ++edited % SLICE == 0) {
                    session.awaitDurable();
                }
            }
        }
        session.awaitDurable();
        return edited;
    }

    /**
     * Edits a message of a recorded flow that has ended: the response if an operation is one of responses, otherwise the
     * request. The stage fails as {@link StoredEdits#edit} does.
     *
     * @param by who edits
     */
    public CompletableFuture<Flow> editMessage(View view, long flow, List<EditOp> operations, String by) {
        return CompletableFuture.completedFuture(flow)
                .<Flow>thenApplyAsync(
                        attempt(id -> {
                            try (SessionReader reader = session.reader()) {
                                return new StoredEdits(session)
                                        .edit(
                                                id,
                                                StoredEdits.ANY,
                                                StoredEdits.part(operations),
                                                operations,
                                                by,
                                                reader);
                            }
                        }),
                        thread)
                .thenCompose(edited -> view.settled().thenApply(done -> edited));
    }

    /**
     * Edits a held message, which stays held, as {@link HeldEdit} does: not on the event loop, which must not wait for the
     * coding of a body.
     *
     * @param by who edits
     */
    public CompletableFuture<Flow> editHeld(HeldFlows held, long flow, List<EditOp> operations, String by) {
        return CompletableFuture.completedFuture(flow)
                .thenApplyAsync(
                        attempt(id -> HeldEdit.apply(
                                held.inFlight(id), HeldEdit.ANY_REVISION, operations, new HeldBodies(session), by)),
                        thread);
    }

    /** Reverts the messages of flows, as {@link StoredEdits#revert} does; returns the number of flows. */
    public CompletableFuture<Long> revert(View view, FlowSpec spec, OptionalInt to, String by) {
        return view.resolve(spec)
                .thenApplyAsync(attempt(flows -> revert(flows, to, by)), thread)
                .thenCompose(count -> view.settled().thenApply(done -> count));
    }

    private long revert(Roaring64Bitmap flows, OptionalInt to, String by) throws SessionException {
        StoredEdits edits = new StoredEdits(session);
        try (SessionReader reader = session.reader()) {
            for (PeekableLongIterator flow = flows.getLongIterator(); flow.hasNext(); ) {
                edits.revert(flow.next(), to, StoredEdits.ANY, by, reader);
            }
        }
        return flows.getLongCardinality();
    }

    /** Returns the edits of flows, one line for each. */
    CompletableFuture<List<String>> history(View view, FlowSpec spec) {
        return view.resolve(spec)
                .thenApplyAsync(
                        attempt(flows -> {
                            session.awaitDurable();
                            List<String> lines = new ArrayList<>();
                            try (SessionReader reader = session.reader()) {
                                for (PeekableLongIterator each = flows.getLongIterator(); each.hasNext(); ) {
                                    long flow = each.next();
                                    reader.edits(flow).forEach(edit -> lines.add(line(flow, edit)));
                                }
                            }
                            return lines;
                        }),
                        thread);
    }

    private static String line(long flow, FlowEdit edit) {
        return "flow " + flow + ", edit " + edit.number() + ": " + Timestamps.iso(edit.time()) + ", " + edit.by() + ": "
                + edit.parts() + (edit.comment().isEmpty() ? "" : " (" + edit.comment() + ")");
    }

    /** Copies flows and their bodies under new numbers, which it returns. */
    public CompletableFuture<List<Long>> duplicate(View view, FlowSpec spec) {
        return view.resolve(spec)
                .thenApplyAsync(attempt(this::duplicate), thread)
                .thenCompose(copies -> view.settled()
                        .thenCompose(done -> copies.isEmpty() ? view.focus() : view.focus(copies.get(0)))
                        .thenApply(focus -> copies));
    }

    private List<Long> duplicate(Roaring64Bitmap flows) throws SessionException {
        List<Long> copies = new ArrayList<>();
        session.awaitDurable(); // after this, the stored bodies are as long as their flows say
        try (SessionReader reader = session.reader()) {
            FlowCopy copy = new FlowCopy(reader, session);
            for (PeekableLongIterator flow = flows.getLongIterator(); flow.hasNext(); ) {
                Flow original = reader.flow(flow.next()).orElse(null);
                if (original != null) {
                    copies.add(copy.copy(original));
                }
            }
            copy.awaitDurable();
        }
        return copies;
    }

    CompletableFuture<Long> create(View view, String method, String url) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            HttpFlow flow = NewRequest.flow(session.sequences().nextFlow(), method, url);
                            session.accept(
                                    new FlowEvent.Closed(session.redactor().redact(flow)));
                            return flow.id();
                        },
                        thread)
                .thenCompose(id ->
                        session.durable().thenCompose(durable -> view.settled()).thenApply(done -> id));
    }

    CompletableFuture<Long> load(View view, Path path) {
        return CompletableFuture.completedFuture(path)
                .thenApplyAsync(attempt(this::load), thread)
                .thenCompose(count -> view.settled().thenApply(done -> count));
    }

    private long load(Path path) throws SessionException {
        try {
            if (Files.exists(path) && Files.isSameFile(path, session.store().file())) {
                throw new SessionException(path + " is this session; use view.flows.duplicate to copy its flows");
            }
        } catch (SessionException e) {
            throw e;
        } catch (IOException e) {
            throw new SessionException("cannot read the file attributes of " + path + ": " + FileErrors.reason(e), e);
        }
        long loaded = 0;
        try (SessionReader reader = others.open(path)) {
            FlowCopy copy = new FlowCopy(reader, session);
            Place after = Place.START;
            List<Flow> page;
            do {
                page = reader.page(after, PAGE, false);
                for (Flow flow : page) {
                    copy.copy(flow);
                    after = Place.of(flow);
                    loaded++;
                }
            } while (page.size() == PAGE);
            copy.awaitDurable();
        }
        return loaded;
    }

    private interface Attempt<T, R> {
        R of(T given) throws IOException;
    }

    private static <T, R> Function<T, R> attempt(Attempt<T, R> attempt) {
        return given -> {
            try {
                return attempt.of(given);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        };
    }
}
