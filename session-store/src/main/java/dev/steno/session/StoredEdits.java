package dev.steno.session;

import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.FlowEvent;
import dev.steno.edit.EditOp;
import dev.steno.edit.MessageEdit;
import dev.steno.edit.MessagePart;
import dev.steno.edit.RawText;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.store.FlowHistory;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Edits the messages of recorded flows that have ended. Each edit is a revision with its time and author; what it replaced
 * stays in the session, bodies included, until the flow is removed. Any thread but an event loop; each call returns once
 * its edit is durable.
 */
public final class StoredEdits {
    /** In place of a revision: the edit is made whatever the flow's revision is. */
    public static final int ANY = 0;

    /** Upper bound on the edits of one flow. */
    public static final int LIMIT = 1_000;

    /** Upper bound on an earlier body that is read for the charset of a new text, in bytes. */
    private static final long READ_LIMIT = 16 << 20;

    /** Upper bound on the characters of a comment. */
    public static final int LONGEST_COMMENT = 1_000;

    private final Session session;
    private final String comment;

    public StoredEdits(Session session) {
        this(session, "");
    }

    private StoredEdits(Session session, String comment) {
        this.session = session;
        this.comment = comment;
    }

    /**
     * Returns the same, for edits that keep a comment of their author: one line, blanks in place of line ends.
     *
     * @throws FlowActionException if it is too long
     */
    public StoredEdits commented(String why) {
        if (why.length() > LONGEST_COMMENT) {
            throw new FlowActionException(
                    Reason.INVALID,
                    "the comment has " + why.length() + " characters, and at most " + LONGEST_COMMENT
                            + " are kept with an edit; use the comment of the flow for more");
        }
        return new StoredEdits(session, why.strip().replaceAll("\\R", " "));
    }

    /** The message that operations are about: the response if one of them is of responses only, otherwise the request. */
    public static MessagePart part(List<EditOp> operations) {
        return operations.stream().anyMatch(op -> op instanceof EditOp.Status || op instanceof EditOp.Reason)
                ? MessagePart.RESPONSE
                : MessagePart.REQUEST;
    }

    /**
     * Returns a message as one text, as {@link EditOp.Raw} reads it; a body that is too large is not part of it.
     *
     * @throws FlowActionException if the flow has no such message
     */
    public static String text(HttpFlow flow, MessagePart part, SessionReader reader) throws SessionException {
        return RawText.print(withBody(flow, part, inline(body(flow, part), reader)), part);
    }

    /** What an edit makes of a flow. */
    private interface Change {
        HttpFlow of(HttpFlow flow) throws SessionException;
    }

    /**
     * Applies operations to a message.
     *
     * @param revision the flow's revision on which they are based, or {@link #ANY}
     * @param by who edits
     * @return the flow after it; the same revision if nothing changes
     * @throws FlowActionException if there is no such flow, it is open, it was changed since the revision, or an operation
     *     does not fit; nothing is changed then
     */
    public HttpFlow edit(
            long flow, int revision, MessagePart part, List<EditOp> operations, String by, SessionReader reader)
            throws SessionException {
        return change(flow, revision, by, null, reader, before -> {
            HttpFlow after = applied(before, part, operations, reader);
            Body next = body(after, part);
            return next == body(before, part) ? after : withBody(after, part, stored(next, after, part));
        });
    }

    /**
     * Returns what operations make of a message, without an edit of the session: with the body of before, or an inline one.
     *
     * @throws FlowActionException if an operation does not fit
     */
    public static HttpFlow applied(HttpFlow before, MessagePart part, List<EditOp> operations, SessionReader reader)
            throws SessionException {
        HttpFlow readable = before;
        if (operations.stream().anyMatch(op -> op instanceof EditOp.NewBody || op instanceof EditOp.Raw)) {
            readable = withBody(before, part, inline(body(before, part), reader));
        }
        HttpFlow after = MessageEdit.apply(operations, readable, part);
        if (after == readable) {
            return before;
        }
        return body(after, part) == body(readable, part) ? withBody(after, part, body(before, part)) : after;
    }

    /**
     * Gives a flow the messages that it had after an earlier edit. This is an edit too, which can be reverted.
     *
     * @param to the number of that edit, 0 for the flow as it was recorded; empty for the messages as the peers sent them
     * @param revision as above
     * @return as above
     */
    public HttpFlow revert(long flow, OptionalInt to, int revision, String by, SessionReader reader)
            throws SessionException {
        session.awaitDurable(); // after this, the reader knows all edits
        String what = to.isPresent() && to.getAsInt() > 0 ? "reverted to revision " + to.getAsInt() : "reverted";
        return change(flow, revision, by, what, reader, before -> {
            HttpFlow earlier = to.isPresent() ? at(before, to.getAsInt(), reader) : before.original();
            return earlier == null ? before : withMessages(before, earlier);
        });
    }

    private static HttpFlow at(HttpFlow flow, int number, SessionReader reader) throws SessionException {
        FlowHistory history = new FlowHistory(flow, reader.edits(flow.id()));
        if (history.at(number, reader).orElse(null) instanceof HttpFlow http) {
            return http;
        }
        throw new FlowActionException(
                Reason.INVALID,
                "flow " + flow.id() + " has no revision " + number + "; its last one is "
                        + history.edits().size());
    }

    private HttpFlow change(
            long flow, int revision, String by, @Nullable String what, SessionReader reader, Change change)
            throws SessionException {
        Flow after = session.revise(
                        flow,
                        newest -> {
                            HttpFlow before = editable(newest, revision);
                            checkCount(flow, reader);
                            HttpFlow changed = change.of(before);
                            return changed.equals(before) ? null : edited(before, changed, by, what);
                        },
                        reader)
                .orElseThrow(
                        () -> new FlowActionException(Reason.ENDED, "there is no flow " + flow + " in the session"));
        session.awaitDurable();
        return (HttpFlow) after;
    }

    private static HttpFlow editable(Flow flow, int revision) {
        if (!(flow instanceof HttpFlow http)) {
            throw new FlowActionException(
                    Reason.INVALID,
                    "flow " + flow.id() + " is a raw stream; only requests and responses can be edited");
        }
        if (flow.state() == FlowState.OPEN) {
            throw new FlowActionException(
                    Reason.NOT_HELD,
                    "flow " + flow.id() + " is in progress; hold its next message to edit it, or wait for its end");
        }
        if (revision != ANY && revision != flow.revision()) {
            throw stale(flow);
        }
        return http;
    }

    private static void checkCount(long flow, SessionReader reader) throws SessionException {
        if (reader.edits(flow).size() >= LIMIT) {
            throw new FlowActionException(
                    Reason.INVALID,
                    "flow " + flow + " was edited " + LIMIT
                            + " times, which is the limit; duplicate it and edit the copy, or remove it");
        }
    }

    /** The failure of an edit that is based on another revision. */
    static FlowActionException stale(Flow flow) {
        return new FlowActionException(
                Reason.STALE,
                "flow " + flow.id() + " was changed meanwhile: it is at revision " + flow.revision()
                        + "; read it again");
    }

    private FlowEvent.Edited edited(HttpFlow before, HttpFlow changed, String by, @Nullable String what) {
        HttpFlow kept = with(before, before.revision(), before.request(), before.response(), before.notes(), null);
        HttpFlow original = before.original();
        HttpFlow after = with(
                changed,
                before.revision() + 1,
                changed.request(),
                changed.response(),
                changed.notes(),
                original == null ? kept : original);
        String parts = EditSummary.of(before, changed).replaceAll("\\R", " ");
        String told = what == null ? parts : what + ": " + parts;
        return new FlowEvent.Edited(
                after, kept, new FlowEdit(0, Times.now(), by, comment.isEmpty() ? told : told + "\n" + comment));
    }

    /** The note about what did not follow an edit belongs to the messages. */
    private static HttpFlow withMessages(HttpFlow flow, HttpFlow earlier) {
        Map<String, String> metadata = new TreeMap<>(flow.notes().metadata());
        String note = earlier.notes().metadata().get(Notes.EDIT);
        if (note == null) {
            metadata.remove(Notes.EDIT);
        } else {
            metadata.put(Notes.EDIT, note);
        }
        Notes notes = new Notes(
                flow.notes().mark(),
                flow.notes().comment(),
                metadata,
                flow.notes().replay());
        return with(flow, flow.revision(), earlier.request(), earlier.response(), notes, flow.original());
    }

    private static HttpFlow with(
            HttpFlow flow,
            int revision,
            HttpRequest request,
            @Nullable HttpResponse response,
            Notes notes,
            @Nullable HttpFlow original) {
        return new HttpFlow(
                flow.id(),
                revision,
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                request,
                response,
                flow.interim(),
                flow.error(),
                notes,
                flow.webSocket(),
                flow.holds(),
                original);
    }

    private static Body body(HttpFlow flow, MessagePart part) {
        HttpResponse response = flow.response();
        return part == MessagePart.REQUEST ? flow.request().body() : response == null ? Body.NONE : response.body();
    }

    private static HttpFlow withBody(HttpFlow flow, MessagePart part, Body body) {
        HttpResponse response = flow.response();
        if (body == body(flow, part)) {
            return flow;
        }
        return part == MessagePart.REQUEST
                ? flow.withRequest(flow.request().withBody(body))
                : response == null ? flow : flow.withResponse(response.withBody(body));
    }

    /** Returns a stored body inline if it is whole and small enough to be read; else as it is. */
    private static Body inline(Body body, SessionReader reader) throws SessionException {
        if (!(body instanceof Body.Stored stored)
                || !stored.complete()
                || stored.size() != stored.trueSize()
                || stored.size() > READ_LIMIT) {
            return body;
        }
        try (InputStream in = reader.body(body)) {
            byte[] bytes = in.readAllBytes();
            return bytes.length == stored.size() ? new Body.Inline(bytes) : body;
        } catch (SessionException e) {
            throw e;
        } catch (IOException e) {
            throw new SessionException("body " + stored.id() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Stores a body that is too large to be part of its flow. */
    private Body stored(Body body, HttpFlow flow, MessagePart part) throws SessionException {
        if (!(body instanceof Body.Inline inline) || inline.bytes().length <= Body.Inline.LIMIT) {
            return body; // the session redacts it with the flow
        }
        byte[] bytes = inline.bytes();
        Direction direction = part == MessagePart.REQUEST ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
        try (InputStream redacted = session.redactor().body(flow, direction, new ByteArrayInputStream(bytes))) {
            bytes = redacted.readAllBytes();
        } catch (IOException e) {
            throw new SessionException("the body cannot be redacted: " + e.getMessage(), e);
        }
        long id = session.sequences().nextBody();
        for (int at = 0, sequence = 0; at < bytes.length; at += Body.Stored.CHUNK, sequence++) {
            int end = Math.min(bytes.length, at + Body.Stored.CHUNK);
            session.accept(new FlowEvent.BodyChunk(id, sequence, Arrays.copyOfRange(bytes, at, end)));
        }
        return new Body.Stored(id, bytes.length, inline.size(), true);
    }
}
