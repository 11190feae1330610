package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults that end WebSockets. */
class WebSocketFaultsTest extends NetworkProxyTest {
    /** A server that sends these messages. */
    private ScriptedOrigin saying(String... messages) throws IOException {
        return origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
            for (String message : messages) {
                connection.send(WebSocketFrames.text(message));
            }
            connection.awaitEnd();
        });
    }

    private RawClient opened(ScriptedOrigin origin) throws IOException {
        String request = get(origin, "/");
        RawClient client = client().send(request.substring(0, request.length() - 2)
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        assertThat(client.wire().readHead()).contains("101");
        return client;
    }

    @Test
    void aCloseFrameComesInPlaceOfAMessage() throws Exception {
        ScriptedOrigin origin = saying("one", "two");
        set("fault", "ws_close every=2 code=4001");
        RawClient client = opened(origin);
        assertThat(client.wire().readExactly(5)).isEqualTo(WebSocketFrames.text("one"));
        assertThat(client.wire().readExactly(4)).isEqualTo(WebSocketFrames.close(4001, "", false));
        client.send(WebSocketFrames.close(4001, "", true)); // a client answers, and must not find the connection reset
        assertThat(client.wire().readToEnd()).isEmpty();
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message()).isEqualTo("closed by rule fault-1");
        assertThat(flow.webSocket().close()).isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, 4001, ""));
        await().until(() -> proxy.messages().size() == 2);
        assertThat(proxy.messages().get(1).edit()).isEqualTo(Message.Edit.DROPPED);
    }

    @Test
    void aMessageOfTheClientIsAnsweredWithACloseFrame() throws Exception {
        ScriptedOrigin origin = saying();
        set("fault", "ws_close direction=upstream");
        RawClient client = opened(origin);
        client.send(WebSocketFrames.masked("hello"));
        assertThat(client.wire().readExactly(4)).isEqualTo(WebSocketFrames.close(1011, "", false));
        assertThat(proxy.http().webSocket().close().code()).isEqualTo(1011);
        assertThat(origin.received()).doesNotContain("hello");
    }

    /** Two runs with the same seed end at the same message. */
    @Test
    void theSameSeedClosesAtTheSameMessage() throws Exception {
        String[] messages = new String[20];
        Arrays.setAll(messages, i -> "m" + (char) ('a' + i));
        ScriptedOrigin origin = saying(messages);
        List<String> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            set("fault", "ws_close toxicity=0.2 seed=5");
            runs.add(opened(origin).wire().readToEnd());
            set("fault");
        }
        assertThat(runs.get(0)).hasSizeBetween(4, 20 * 4).isEqualTo(runs.get(1));
    }

    /** The messages count, and not the response that opens the WebSocket. */
    @Test
    void aWebSocketIsCutBeforeTheMessageThatIsTooMuch() throws Exception {
        ScriptedOrigin origin = saying("12345", "67890", "x");
        set("fault", "limit_data bytes=10");
        RawClient client = opened(origin);
        assertThat(client.wire().readExactly(14))
                .isEqualTo(Bytes.concat(WebSocketFrames.text("12345"), WebSocketFrames.text("67890")));
        assertThat(client.wire().readToEnd()).isEmpty();
        assertThat(proxy.http().error().message()).isEqualTo("cut by rule fault-1");
        assertThat(hits(0)).isEqualTo(1);
    }

    @Test
    void aWebSocketIsCutByWhatItsClientSends() throws Exception {
        ScriptedOrigin origin = saying("a message that does not count");
        set("fault", "limit_data bytes=4 direction=upstream");
        RawClient client = opened(origin);
        client.send(WebSocketFrames.masked("1234"));
        await().until(() -> proxy.messages().size() == 2);
        client.send(WebSocketFrames.masked("5"));
        assertThat(proxy.http().error().message()).isEqualTo("cut by rule fault-1");
    }
}
