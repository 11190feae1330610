package dev.steno.interop.intake;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.redact.BodyRedaction;
import dev.steno.redact.BodyType;
import dev.steno.redact.MessageRows;
import dev.steno.redact.Redacted;
import dev.steno.redact.Redactor;
import dev.steno.session.BodyChunks;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Redacts what is imported into a session whose record is redacted, before the recorder gets it. A file may have a body before
 * the fields that say what it is, so parts of bodies wait in a {@link SealedSpool} for their flow. For the thread of the import.
 */
final class IntakeRedaction implements AutoCloseable {
    /** Upper bound on streams whose messages may continue; of the eldest, what is held back is then handed over. */
    private static final int STREAMS = 256;

    /** Upper bound on bodies whose result is remembered, for a further revision of a flow that was just added. */
    private static final int RECENT = 64;

    private final Redactor redactor;
    private final Sink to;
    private final SealedSpool spool = new SealedSpool();
    private final Map<Long, MessageRows> streams = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Long, Handed> handed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Handed> eldest) {
            return size() > RECENT;
        }
    };

    /** Takes facts that are redacted. */
    @FunctionalInterface
    interface Sink {
        void accept(FlowEvent fact) throws IOException;
    }

    IntakeRedaction(Redactor redactor, Sink to) {
        this.redactor = redactor;
        this.to = to;
    }

    /** Takes a part of a body. */
    void chunk(FlowEvent.BodyChunk chunk) throws IOException {
        spool.add(chunk.body(), chunk.data());
    }

    /** Takes a message, and hands over those of its stream of which enough is known. */
    void message(Message message) throws IOException {
        MessageRows rows = streams.get(message.flow());
        if (rows == null) {
            if (streams.size() == STREAMS) {
                endStream(streams.keySet().iterator().next());
            }
            rows = message.kind() == Message.Kind.PIECE ? redactor.streamPieces() : redactor.socketMessages();
            streams.put(message.flow(), rows);
        }
        pass(rows.next(message));
    }

    private void endStream(long flow) throws IOException {
        MessageRows rows = streams.remove(flow);
        if (rows != null) {
            pass(rows.next(null));
        }
    }

    private void pass(List<Message> rows) throws IOException {
        for (Message row : rows) {
            to.accept(new FlowEvent.MessageSeen(row));
        }
    }

    /** Redacts a flow, and hands over its bodies. */
    Flow flow(Flow flow) throws IOException {
        Flow next = redactor.redact(flow);
        return flow instanceof HttpFlow http ? withBodies(http, (HttpFlow) next) : next;
    }

    /** A text of the import itself. */
    String text(String text) {
        return redactor.text(text);
    }

    private HttpFlow withBodies(HttpFlow flow, HttpFlow redacted) throws IOException {
        HttpFlow next = redacted;
        Handed asked = hand(flow.request().body(), ImportMarks.bodyHeaders(flow, true), next.notes());
        if (asked != null) {
            next = next.withRequest(next.request().withBody(asked.body)).withMarks(asked.notes);
        }
        HttpResponse before = flow.response();
        HttpResponse response = next.response();
        Handed answered = before == null || response == null
                ? null
                : hand(before.body(), ImportMarks.bodyHeaders(flow, false), next.notes());
        if (answered != null && response != null) {
            next = next.withResponse(response.withBody(answered.body)).withMarks(answered.notes);
        }
        return next;
    }

    /** A body that was handed over, and the notes of its flow. */
    private record Handed(Body body, Notes notes) {
        /** Other notes with the mark of these, if they have it. */
        Notes withMark(Notes others) {
            String kinds = notes.metadata().get(Redacted.MARK);
            return kinds == null ? others : Redacted.marked(others, kinds);
        }
    }

    /** Hands over a body; returns null if it does not wait here. */
    private @Nullable Handed hand(Body body, Headers headers, Notes notes) throws IOException {
        if (!(body instanceof Body.Stored stored)) {
            return null;
        }
        Handed before = handed.get(stored.id());
        if (before != null) {
            return new Handed(before.body, before.withMark(notes)); // in a further revision of its flow
        }
        if (!spool.has(stored.id())) {
            return null;
        }
        BodyChunks chunks = new BodyChunks(stored.id(), to::accept);
        Notes noted = notes;
        BodyRedaction redaction = redactor.transform(BodyType.of(headers));
        try (InputStream in = spool.take(stored.id())) {
            if (redaction == null) {
                in.transferTo(chunks);
            } else {
                boolean whole = redaction.transfer(in, chunks);
                noted = whole ? redaction.noted(notes) : Redacted.marked(notes, "body");
            }
        } finally {
            if (redaction != null) {
                redaction.close();
            }
        }
        long size = chunks.endBody();
        Handed done = new Handed(
                new Body.Stored(size == 0 ? 0 : stored.id(), size, stored.trueSize(), stored.complete()), noted);
        handed.put(stored.id(), done);
        return done;
    }

    /** Hands over what was held back. */
    void finish() throws IOException {
        for (Long flow : List.copyOf(streams.keySet())) {
            endStream(flow);
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
