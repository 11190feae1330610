package dev.steno.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.Call;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.websocket.AcceptKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steno replay} of a WebSocket: what the command says, and its exit code. */
class ReplayStreamsTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    @TempDir
    Path folder;

    private ScriptedOrigin origin;
    private Path source;
    private volatile String answer = "{\"left\":8}";

    @BeforeEach
    void begin() throws Exception {
        origin = ScriptedOrigin.plain(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + AcceptKey.of(KEY) + "\r\n\r\n");
            wire.readExactly(WebSocketFrames.masked("buy").length);
            if (!answer.isEmpty()) {
                wire.send(WebSocketFrames.text(answer));
                wire.readExactly(8); // a Close frame without a reason
                wire.send(WebSocketFrames.close(1000, "", false));
            }
            wire.awaitEnd();
        });
        source = folder.resolve("source.steno");
        SqliteSessionStore store = SqliteSessionStore.open(source, "steno test");
        store.commit(WriteBatch.of(
                new FlowEvent.MessageSeen(message(0, Direction.CLIENT_TO_SERVER, "buy")),
                new FlowEvent.MessageSeen(message(1, Direction.SERVER_TO_CLIENT, "{\"left\":8}")),
                new FlowEvent.Closed(recorded())));
        store.close();
    }

    @AfterEach
    void end() throws Exception {
        origin.close();
    }

    private static Message message(long sequence, Direction direction, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return new Message(
                1,
                sequence,
                1_000 + sequence,
                direction,
                Message.Kind.TEXT,
                true,
                Message.Edit.NONE,
                data.length,
                data);
    }

    private HttpFlow recorded() {
        HttpRequest request = new HttpRequest(
                "GET",
                "http",
                "127.0.0.1",
                origin.port(),
                "/stock",
                "HTTP/1.1",
                Headers.of(
                        "Host",
                        origin.authority(),
                        "Connection",
                        "Upgrade",
                        "Upgrade",
                        "websocket",
                        "Sec-WebSocket-Version",
                        "13",
                        "Sec-WebSocket-Key",
                        KEY),
                null,
                Body.NONE,
                1,
                2);
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                101,
                "Switching Protocols",
                Headers.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept", AcceptKey.of(KEY)),
                null,
                Body.NONE,
                3,
                4);
        WebSocket.Close close = new WebSocket.Close(Direction.CLIENT_TO_SERVER, 1000, "");
        WebSocket socket =
                new WebSocket(new WebSocket.Sent(1, 3, 0, 0), new WebSocket.Sent(1, 10, 0, 0), 2, close, null);
        Peer client = new Peer(1, new Endpoint("127.0.0.1", 1), null, null, 1, Times.UNSET, Times.UNSET, null, null);
        return new HttpFlow(
                1,
                1,
                FlowState.COMPLETE,
                1,
                2_000,
                client,
                null,
                request,
                response,
                List.of(),
                null,
                Notes.NONE,
                socket,
                List.of(),
                null);
    }

    private Call replay(Object... more) {
        Object[] words = new Object[6 + more.length];
        System.arraycopy(
                new Object[] {"replay", source, "--home", folder.resolve("home"), "--to", folder.resolve("to.steno")},
                0,
                words,
                0,
                6);
        System.arraycopy(more, 0, words, 6, more.length);
        return Call.steno(words);
    }

    @Test
    void aWebSocketThatAnswersAsRecordedIsTheSame() {
        Call call = replay("--compare");

        assertThat(call.text())
                .contains(
                        "answered 1, failed 0, not sent 0",
                        "WebSockets and raw streams to the end of the record: 1",
                        "the same: 1 pair of flows");
        assertThat(call.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void anotherMessageOfTheServerIsADifferenceAndNoFailure() {
        answer = "{\"left\":7}";

        Call call = replay("--compare");

        assertThat(call.text()).contains("answered 1, failed 0, not sent 0", "server 1 $.left  8 → 7");
        assertThat(call.code()).isEqualTo(ExitCode.DIFFERENT);
    }

    @Test
    void aMessageThatDoesNotComeIsAFailureThatNamesIt() {
        answer = "";

        Call call = replay("--timeout", "500ms");

        assertThat(call.text()).contains("answered 0, failed 1", "waited for server message 1 of 1");
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
    }
}
