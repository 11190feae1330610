package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Message;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.redact.BodyRedaction;
import dev.steno.redact.BodyType;
import dev.steno.redact.MessageRows;
import dev.steno.redact.Redacted;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Copies flows, with their bodies and messages, into a session, from the same or another session. Copies get new
 * numbers for the flow, its bodies and its connections. An open flow is copied as interrupted, without a hold that lasts, since only the
 * original can be resumed. Where the record is redacted, so are the copies; what is to be redacted when the originals leave the
 * machine is kept for the copies before the first one is recorded.
 *
 * <p>For one thread. Blocks until the copied data is durable whenever {@link #PIECE} bytes are queued.
 */
public final class FlowCopy {
    /** Bytes that are queued before the copy waits for them to become durable. */
    private static final long PIECE = 4 << 20;

    /** Bytes counted for each fact in addition to its data. */
    private static final long BARE = 2048;

    private static final int MESSAGES = 256;

    private final SessionReader from;
    private final Session to;
    private final Redactor redactor;
    private final Map<Long, Long> connections = new HashMap<>();
    private final Map<Long, Long> copies = new HashMap<>();

    /** The copies of the bodies of the current flow, by the number of what is copied. */
    private final Map<Long, Body> bodies = new HashMap<>();

    private long waiting;
    private boolean rulesKept;
    private boolean bodyChanged; // a stored body of the current flow was redacted

    /** @param from the reader through which bodies and messages of the flows are read */
    public FlowCopy(SessionReader from, Session to) {
        this.from = from;
        this.redactor = to.redactor();
        this.to = to;
    }

    /**
     * Copies a flow.
     *
     * @return the number of the copy
     * @throws SessionException when a body or message cannot be read, or the rules of redaction cannot be kept
     */
    public long copy(Flow flow) throws SessionException {
        if (!rulesKept) {
            keepExitRules();
            rulesKept = true;
        }
        long id = to.sequences().nextFlow();
        copies.put(flow.id(), id);
        bodies.clear();
        try {
            messages(flow, id);
            if (flow instanceof HttpFlow http) {
                HttpFlow copy = redacted(http, id);
                recordCopied(new FlowEvent.Closed(copy));
                edits(flow.id(), copy);
            } else {
                recordCopied(new FlowEvent.Closed(tcp((TcpFlow) redactor.redact(flow), id)));
            }
        } catch (SessionException e) {
            throw e;
        } catch (IOException e) {
            throw new SessionException("flow " + flow.id() + " cannot be copied: " + e.getMessage(), e);
        }
        return id;
    }

    private void keepExitRules() throws SessionException {
        List<String> rules = from.exitRules();
        try {
            RedactionRules.parse(rules);
        } catch (IllegalArgumentException e) {
            throw new SessionException( // kept, they would keep the session that is recorded from being exported
                    "the flows cannot be copied: their session has rules of redaction that this version of Steno cannot read: "
                            + e.getMessage(),
                    e);
        }
        to.keepExitRules(rules);
    }

    /** Copies the edits, each with a revision of the copy, since the writer writes an edit with a revision. */
    private void edits(long flow, HttpFlow copy) throws IOException {
        HttpFlow next = copy;
        for (FlowEdit edit : from.edits(flow)) {
            HttpFlow before = from.beforeEdit(flow, edit.number()).orElse(null);
            if (before != null) {
                next = next.withNotes(next.notes()); // increments the revision
                FlowEdit told = new FlowEdit(edit.number(), edit.time(), edit.by(), redactor.text(edit.what()));
                recordCopied(new FlowEvent.Edited(next, redacted(before, copy.id()), told));
            }
        }
    }

    private HttpFlow redacted(HttpFlow flow, long id) throws IOException {
        bodyChanged = false;
        HttpFlow copy = http(redactor.redact(flow), flow, id);
        return bodyChanged ? copy.withMarks(Redacted.marked(copy.notes(), "body")) : copy;
    }

    /** @param recorded the flow before its redaction, whose fields tell how its bodies are coded */
    private HttpFlow http(HttpFlow flow, HttpFlow recorded, long id) throws IOException {
        HttpResponse response = flow.response();
        HttpFlow original = flow.original();
        return new HttpFlow(
                id,
                1,
                ended(flow.state()),
                flow.started(),
                flow.duration(),
                peer(flow.client()),
                flow.server() == null ? null : peer(flow.server()),
                flow.request().withBody(body(flow.request().body(), ImportMarks.bodyHeaders(recorded, true))),
                response == null
                        ? null
                        : response.withBody(body(response.body(), ImportMarks.bodyHeaders(recorded, false))),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.webSocket(),
                flow.state() == FlowState.OPEN ? endedHolds(flow) : flow.holds(),
                original == null ? null : http(original, before(recorded), id));
    }

    private static List<Hold> endedHolds(Flow flow) {
        return flow.holds().stream().filter(hold -> !hold.lasts()).toList();
    }

    private static HttpFlow before(HttpFlow recorded) {
        return Objects.requireNonNull(recorded.original(), "redaction keeps the original");
    }

    private void messages(Flow flow, long id) throws IOException {
        MessageRows rows = redactor.messages(flow);
        List<Message> page;
        long next = 0;
        do {
            page = from.messages(flow.id(), next, MESSAGES);
            for (Message message : page) {
                next = message.sequence() + 1;
                record(rows.next(message), id);
            }
        } while (page.size() == MESSAGES);
        record(rows.next(null), id);
    }

    private void record(List<Message> rows, long id) throws SessionException {
        for (Message row : rows) {
            recordCopied(new FlowEvent.MessageSeen(row.withFlow(id)));
        }
    }

    private TcpFlow tcp(TcpFlow flow, long id) throws IOException {
        return new TcpFlow(
                id,
                1,
                ended(flow.state()),
                flow.started(),
                flow.duration(),
                peer(flow.client()),
                flow.server() == null ? null : peer(flow.server()),
                flow.target(),
                flow.protocol(),
                flow.sentByClient(),
                flow.sentByServer(),
                flow.messages(),
                copies.getOrDefault(flow.parent(), 0L),
                flow.error(),
                flow.notes(),
                flow.state() == FlowState.OPEN ? endedHolds(flow) : flow.holds());
    }

    private static FlowState ended(FlowState state) {
        return state == FlowState.OPEN ? FlowState.INTERRUPTED : state;
    }

    private Peer peer(Peer peer) {
        long connection = peer.connection() == 0
                ? 0
                : connections.computeIfAbsent(
                        peer.connection(), old -> to.sequences().nextConnection());
        return new Peer(
                connection,
                peer.address(),
                peer.ip(),
                peer.local(),
                peer.started(),
                peer.connected(),
                peer.ended(),
                peer.tls(),
                peer.via() == null ? null : peer(peer.via()));
    }

    /** Copies a body's chunks. If chunks are missing at its end, the copy ends there. */
    private Body body(Body body, Headers headers) throws IOException {
        if (!(body instanceof Body.Stored stored)) {
            return body;
        }
        Body copied = bodies.get(stored.id());
        if (copied != null && stored.id() != 0) {
            return copied;
        }
        long id = to.sequences().nextBody();
        BodyChunks chunks = new BodyChunks(id, this::recordCopied);
        BodyRedaction redaction = redactor.transform(BodyType.of(headers));
        try (InputStream in = from.body(stored)) {
            if (redaction == null) {
                in.transferTo(chunks);
            } else {
                boolean whole = redaction.transfer(in, chunks);
                bodyChanged |= redaction.changed() || !whole;
            }
        } finally {
            if (redaction != null) {
                redaction.close();
            }
        }
        Body copy = new Body.Stored(id, chunks.endBody(), stored.trueSize(), stored.complete());
        bodies.put(stored.id(), copy);
        return copy;
    }

    private void recordCopied(FlowEvent event) throws SessionException {
        to.accept(event);
        waiting += BARE;
        if (event instanceof FlowEvent.BodyChunk chunk) {
            waiting += chunk.data().length;
        } else if (event instanceof FlowEvent.MessageSeen seen) {
            waiting += seen.message().data().length;
        }
        if (waiting >= PIECE) {
            awaitDurable();
        }
    }

    /** Blocks until all copied data is durable. */
    public void awaitDurable() throws SessionException {
        waiting = 0;
        to.awaitDurable();
    }
}
