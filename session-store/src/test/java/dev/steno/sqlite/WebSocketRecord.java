package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.session.Flows;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A session with a WebSocket (flow 1) and an ordinary flow. The golden session of format 2 was recorded with it. */
final class WebSocketRecord {
    static final List<Message> MESSAGES = List.of(
            message(0, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, true, Message.Edit.NONE, "hello", 5),
            message(1, Direction.SERVER_TO_CLIENT, Message.Kind.BINARY, false, Message.Edit.NONE, "first part", 10),
            message(2, Direction.SERVER_TO_CLIENT, Message.Kind.BINARY, true, Message.Edit.NONE, "", 90),
            message(3, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, true, Message.Edit.CHANGED, "other", 5),
            message(4, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, true, Message.Edit.DROPPED, "gone", 4),
            message(5, Direction.SERVER_TO_CLIENT, Message.Kind.TEXT, true, Message.Edit.INJECTED, "added", 5),
            message(6, Direction.SERVER_TO_CLIENT, Message.Kind.RAW, true, Message.Edit.NONE, "\u00ff\u0000", 2));

    private WebSocketRecord() {}

    private static Message message(
            int sequence,
            Direction direction,
            Message.Kind kind,
            boolean last,
            Message.Edit edit,
            String data,
            long trueSize) {
        byte[] bytes = data.getBytes(StandardCharsets.ISO_8859_1);
        return new Message(1, sequence, Flows.EPOCH + sequence, direction, kind, last, edit, trueSize, bytes);
    }

    /** The flow, with a number of message rows. */
    static HttpFlow flow(FlowState state, int revision, long rows, WebSocket.Sent client, WebSocket.Sent server) {
        HttpFlow like = Flows.answered(Flows.open(1), state, Body.NONE);
        boolean open = state == FlowState.OPEN;
        WebSocket.Close close = open ? null : new WebSocket.Close(Direction.SERVER_TO_CLIENT, 1000, "bye");
        return new HttpFlow(
                1,
                revision,
                state,
                like.started(),
                open ? Times.UNSET : 7,
                like.client(),
                like.server(),
                like.request(),
                like.response(),
                List.of(),
                null,
                like.notes(),
                new WebSocket(client, server, rows, close, open ? null : "the server did something odd"),
                null);
    }

    static HttpFlow ended() {
        return flow(
                FlowState.COMPLETE,
                5,
                MESSAGES.size(),
                new WebSocket.Sent(3, 14, 1, 0),
                new WebSocket.Sent(2, 105, 0, 1));
    }

    static Path record(Path file) throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno 0.2.0");
        List<FlowEvent> events = new ArrayList<>();
        MESSAGES.forEach(message -> events.add(new FlowEvent.MessageSeen(message)));
        events.add(new FlowEvent.Closed(ended()));
        events.add(new FlowEvent.Closed(Flows.complete(2)));
        store.commit(WriteBatch.of(events.toArray(FlowEvent[]::new)));
        store.close();
        return file;
    }

    /** Checks that a session contains the record. */
    static void check(SessionReader reader) throws Exception {
        assertThat(reader.flow(1)).contains(ended());
        assertThat(reader.messages(1, 0, 100)).isEqualTo(MESSAGES);
        assertThat(reader.rows(Place.START, 10, false))
                .extracting(row -> row.webSocket() + " " + row.requestSize() + " " + row.responseSize())
                .containsExactly("true 14 105", "false 0 9");
    }
}
