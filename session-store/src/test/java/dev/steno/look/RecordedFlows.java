package dev.steno.look;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.session.Flows;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** A session in a file, to which flows with given bodies and messages are recorded. */
final class RecordedFlows implements AutoCloseable {
    private final SqliteSessionStore store;
    final SessionReader reader;
    private long bodies;

    RecordedFlows(Path folder) throws SessionException {
        store = SqliteSessionStore.open(folder.resolve("look.steno"), "test");
        reader = store.reader();
    }

    void commit(FlowEvent... facts) throws SessionException {
        store.commit(WriteBatch.of(facts));
    }

    /** Records a complete flow whose response has this body, stored in chunks if it is large. */
    FlowBody response(long id, byte[] body, String... headers) throws SessionException {
        return response(id, FlowState.COMPLETE, body, headers);
    }

    FlowBody response(long id, FlowState state, byte[] bytes, String... headers) throws SessionException {
        Body body = bytes.length <= Body.Inline.LIMIT ? new Body.Inline(bytes) : stored(bytes);
        HttpFlow flow = Flows.answered(Flows.open(id), state, body);
        HttpResponse plain = Objects.requireNonNull(flow.response());
        HttpResponse response = new HttpResponse(
                plain.version(),
                plain.status(),
                plain.reason(),
                Headers.of(headers),
                null,
                body,
                plain.started(),
                state == FlowState.OPEN ? Times.UNSET : plain.ended());
        HttpFlow recorded = flow.withResponse(response);
        for (int i = reader.flow(id).map(Flow::revision).orElse(0); i > 0; i--) {
            recorded = recorded.withNotes(recorded.notes()); // a newer revision than the recorded one
        }
        commit(state == FlowState.OPEN ? new FlowEvent.Changed(recorded) : new FlowEvent.Closed(recorded));
        return FlowBody.of(reader.flow(id).orElseThrow(), false).orElseThrow();
    }

    private Body stored(byte[] bytes) throws SessionException {
        long id = ++bodies;
        int sequence = 0;
        for (int from = 0; from < bytes.length; from += Body.Stored.CHUNK) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + Body.Stored.CHUNK));
            commit(new FlowEvent.BodyChunk(id, sequence++, chunk));
        }
        return new Body.Stored(id, bytes.length, bytes.length, true);
    }

    /** Records a newer revision of a flow with other notes. */
    void note(long id, Notes notes) throws SessionException {
        commit(new FlowEvent.Changed(((HttpFlow) reader.flow(id).orElseThrow()).withNotes(notes)));
    }

    /** Records an open WebSocket with these messages. */
    Flow webSocket(long id, Message... messages) throws SessionException {
        HttpFlow flow = Flows.answered(Flows.open(id), FlowState.OPEN, Body.NONE);
        List<FlowEvent> facts = new ArrayList<>();
        facts.add(new FlowEvent.Changed(flow.withWebSocket(WebSocket.OPENED.withMessages(messages.length))));
        for (Message message : messages) {
            facts.add(new FlowEvent.MessageSeen(message));
        }
        commit(facts.toArray(FlowEvent[]::new));
        return reader.flow(id).orElseThrow();
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        }
        return zipped.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws SessionException {
        reader.close();
        store.close();
    }
}
