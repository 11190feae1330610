package dev.steno.tui.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.SampleSession;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import dev.steno.tui.Screenful;
import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages of WebSockets, raw streams and event streams. */
class MessagesTest {
    @TempDir
    private Path folder;

    private Path session;
    private SqliteSessionStore store;

    @BeforeEach
    void create() throws Exception {
        session = folder.resolve("work.steno");
        store = SqliteSessionStore.open(session, "steno test");
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private Screenful open() throws Exception {
        Screenful screen = Screenful.of(session, 160, 24);
        screen.await("example.org");
        screen.press("home", "enter");
        return screen;
    }

    private static HttpFlow webSocket(long rows, int revision, WebSocket.@Nullable Close close) {
        HttpFlow flow = SampleSession.numbered(1);
        WebSocket.Sent client = new WebSocket.Sent(2, 20, 1, 0);
        WebSocket.Sent server = new WebSocket.Sent(rows - 2, 30, 0, 1);
        return new HttpFlow(
                1,
                revision,
                close == null ? FlowState.OPEN : FlowState.COMPLETE,
                flow.started(),
                close == null ? Times.UNSET : 5_000_000,
                flow.client(),
                flow.server(),
                flow.request(),
                new HttpResponse(
                        "HTTP/1.1",
                        101,
                        "Switching Protocols",
                        Headers.of("Upgrade", "websocket"),
                        null,
                        Body.NONE,
                        flow.started(),
                        flow.started()),
                List.of(),
                null,
                flow.notes(),
                new WebSocket(client, server, rows, close, null),
                null);
    }

    private static FlowEvent message(
            long sequence, Direction direction, Message.Kind kind, Message.Edit edit, byte[] data) {
        long time = SampleSession.numbered(1).started() + sequence * 1_000_000;
        return new FlowEvent.MessageSeen(
                new Message(1, sequence, time, direction, kind, true, edit, data.length, data));
    }

    private static FlowEvent text(long sequence, Direction direction, Message.Edit edit, String text) {
        return message(sequence, direction, Message.Kind.TEXT, edit, text.getBytes(UTF_8));
    }

    private void recordClosedSocket() throws Exception {
        store.commit(WriteBatch.of(
                text(0, Direction.CLIENT_TO_SERVER, Message.Edit.NONE, "{\"ask\":1}"),
                text(1, Direction.SERVER_TO_CLIENT, Message.Edit.CHANGED, "the answer\u001b[2J"),
                text(2, Direction.CLIENT_TO_SERVER, Message.Edit.DROPPED, "the secret"),
                text(3, Direction.SERVER_TO_CLIENT, Message.Edit.INJECTED, "not from the server"),
                message(4, Direction.SERVER_TO_CLIENT, Message.Kind.BINARY, Message.Edit.NONE, new byte[] {0, 1, 2}),
                new FlowEvent.Closed(
                        webSocket(5, 2, new WebSocket.Close(Direction.SERVER_TO_CLIENT, 1001, "restart")))));
    }

    private static String focus(Screenful screen) {
        return screen.frame().lines().stream()
                .filter(line -> line.parts().stream().anyMatch(part -> part.ground() == Ground.FOCUS))
                .map(Line::text)
                .findFirst()
                .orElse("");
    }

    @Test
    void theyAreListedWithWhatWasDoneToThem() throws Exception {
        recordClosedSocket();
        try (Screenful screen = open()) {
            screen.await("101 Switching Protocols");

            String text = screen.press("3").await("the secret");

            assertThat(text)
                    .contains("client 2 messages, 20 B, 1 ping · server 3 messages, 30 B, 1 pong")
                    .contains("closed by the server: 1001 going away, restart")
                    .contains("> client text         9 B  {\"ask\":1}")
                    .contains("~changed  the answer\\x1b[2J")
                    .contains("-dropped  the secret", "+injected  not from the server")
                    .contains("< server binary       3 B  00 01 02");
            assertThat(focus(screen)).contains("00 01 02");
            assertThat(screen.press("s").text()).contains("the stream has ended, so nothing can be sent in it");
        }
    }

    @Test
    void theyAreFilteredByTextAndSide() throws Exception {
        recordClosedSocket();
        try (Screenful screen = open()) {
            screen.await("101 Switching Protocols");
            screen.press("3").await("the secret");

            screen.press("/").type("the (answer|secret)").press("enter");
            assertThat(screen.await("2 matches"))
                    .contains("the answer", "the secret")
                    .doesNotContain("not from");
            screen.press(">");
            assertThat(screen.await("1 match ")).contains("the secret").doesNotContain("the answer");
            screen.press("esc");
            assertThat(screen.await("not from the server")).doesNotContain("match");
            assertThat(screen.press("/").type("(").text()).contains("the expression is not valid");
            screen.press("esc", "esc");
            assertThat(screen.await("number-1")).contains("enter open");
        }
    }

    @Test
    void aMessageIsOpenedByAView() throws Exception {
        recordClosedSocket();
        try (Screenful screen = open()) {
            screen.await("101 Switching Protocols");
            screen.press("3").await("the secret");

            screen.press("home", "enter");
            assertThat(screen.await("\"ask\": 1")).contains("> client", "text, 9 B, view json", "message 0");
            assertThat(screen.press("x").await("view hex")).contains("7b 22 61 73");
            screen.press("x").await("view json");
            assertThat(screen.press("space").await("the answer")).contains("· changed", "message 1");
            assertThat(screen.press("p").await("\"ask\": 1")).contains("message 0");
            screen.press("q");
            assertThat(screen.await("the secret")).contains("closed by the server");
            assertThat(focus(screen)).contains("{\"ask\":1}");
        }
    }

    @Test
    void theListFollowsUntilTheFocusMoves() throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.Opened(webSocket(0, 1, null))));
        record(0, 40);
        try (Screenful screen = open()) {
            screen.await("101 Switching Protocols");
            assertThat(screen.press("3").await("number 39"))
                    .contains("following")
                    .doesNotContain("number 10");
            record(40, 60);
            assertThat(screen.await("number 59")).doesNotContain("number 30");

            screen.press("g");
            assertThat(screen.await("number 0")).doesNotContain("following");
            record(60, 61);
            screen.press("j", "j");
            assertThat(screen.await("number 2")).doesNotContain("number 60");
            assertThat(focus(screen)).contains("number 2");

            assertThat(screen.press("F").await("number 60")).contains("following");
        }
    }

    private void record(int from, int to) throws Exception {
        List<FlowEvent> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            events.add(text(i, Direction.SERVER_TO_CLIENT, Message.Edit.NONE, "number " + i));
        }
        events.add(new FlowEvent.Changed(webSocket(to, to, null)));
        store.commit(WriteBatch.of(events.toArray(new FlowEvent[0])));
    }

    @Test
    void aLongListIsReadWhereItIsVisible() throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.Opened(webSocket(0, 1, null))));
        record(0, 2_000);
        try (Screenful screen = open()) {
            screen.await("101 Switching Protocols");
            screen.press("3").await("number 1999");

            screen.press("g").await("number 0");
            for (int page = 0; page < 20; page++) {
                screen.press("pagedown");
            }

            // a page is a row less than the 18 that are visible
            screen.await("number 340");
            assertThat(focus(screen)).contains("number 340");
        }
    }

    @Test
    void theEventsOfAnEventStreamAreMessages() throws Exception {
        HttpFlow flow = SampleSession.numbered(1);
        byte[] events = "event: price\ndata: 12\n\ndata: {\"a\":true}\n\n".getBytes(UTF_8);
        store.commit(WriteBatch.of(new FlowEvent.Closed(flow.withResponse(new HttpResponse(
                "HTTP/1.1",
                200,
                "OK",
                Headers.of("Content-Type", "text/event-stream"),
                null,
                new Body.Inline(events),
                flow.started(),
                flow.started() + 1)))));
        try (Screenful screen = open()) {
            screen.await("3 Messages");

            assertThat(screen.press("3").await("price  12")).contains("event", "{\"a\":true}");
            assertThat(screen.press("enter").await("\"a\": true")).contains("view json");
        }
    }

    @Test
    void aRawStreamShowsItsMessagesFirst() throws Exception {
        Path sample = SampleSession.write(folder.resolve("sample.steno"));
        try (Screenful screen = Screenful.of(sample, 160, 24)) {
            screen.await("db.example.org");

            screen.press("end", "k", "enter");

            assertThat(screen.await("hello\\n"))
                    .contains("1 Messages  2 Timing  3 Connection")
                    .contains("client 6 B · server 4 B", "piece", "00 01 02 ff");
        }
    }
}
