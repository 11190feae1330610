package dev.steno.net;

import static dev.steno.testing.http1.WebSocketFrames.masked;
import static dev.steno.testing.http1.WebSocketFrames.ping;
import static dev.steno.testing.http1.WebSocketFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** WebSockets on HTTP/2 streams (RFC 8441), with HTTP/1.1 and HTTP/2 servers. */
class Http2WebSocketTest extends Http2WebSocketProxyTest {
    @Test
    void extendedConnectIsAnnouncedToClients() throws Exception {
        ScriptedOrigin origin = server(FrameServer::drain);

        FrameClient.Frame settings = client(origin).await(FrameClient.SETTINGS, 0);

        assertThat(latin1Text(settings.payload())).contains(latin1Text(ANNOUNCED));
    }

    @Test
    void anHttp2ServerThatAnnouncesWebSocketsGetsTheSameRequestAndFramesPassUnchanged() throws Exception {
        List<FrameServer.Request> requests = new CopyOnWriteArrayList<>();
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            FrameServer.Request request = server.request();
            requests.add(request);
            int stream = request.stream();
            server.headers(stream, false, ":status", "200", "x-a", "b").data(stream, false, text("early"));
            assertThat(bytes(server, masked("hi").length)).isEqualTo(masked("hi"));
            server.data(stream, false, Bytes.concat(text("you"), ping(false)));
            assertThat(server.await(FrameClient.DATA).payload()).isEqualTo(WebSocketFrames.close(1000, "bye", true));
            server.data(stream, true, WebSocketFrames.close(1000, "bye", false));
            assertThat(server.await(FrameClient.DATA).endsStream()).isTrue();
            server.drain();
        });

        FrameClient client = opening(origin);
        assertThat(client.fields(client.await(FrameClient.HEADERS, 1)))
                .containsEntry(":status", "200")
                .containsEntry("x-a", "b");
        client.data(1, false, masked("hi"));
        byte[] expected = Bytes.concat(text("early"), text("you"), ping(false));
        assertThat(bytes(client, expected.length)).isEqualTo(expected);
        client.data(1, false, WebSocketFrames.close(1000, "bye", true));
        byte[] close = WebSocketFrames.close(1000, "bye", false);
        assertThat(bytes(client, close.length)).isEqualTo(close);
        // the server has half-closed, which is forwarded when both sides have, or after 10 s
        client.data(1, true, new byte[0]);
        assertThat(client.answer(1).reset()).isEqualTo(-1);

        HttpFlow flow = proxy.http();
        assertThat(origin.failures()).isEmpty();
        assertThat(requests.get(0).fields())
                .containsExactly(
                        ":method: CONNECT",
                        ":protocol: websocket",
                        ":scheme: https",
                        ":path: /chat",
                        ":authority: " + authority(origin),
                        "sec-websocket-version: 13",
                        "origin: https://a.test");
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.error()).isNull();
        assertThat(flow.request().method()).isEqualTo("GET");
        assertThat(flow.request().url()).isEqualTo("https://" + authority(origin) + "/chat");
        assertThat(flow.request().version()).isEqualTo("HTTP/2.0");
        assertThat(flow.request().headers().get(":method")).isEqualTo("CONNECT");
        assertThat(flow.response().version()).isEqualTo("HTTP/2.0");
        assertThat(flow.webSocket().close()).isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, 1000, "bye"));
        assertThat(flow.webSocket().problem()).isNull();
        assertThat(flow.webSocket().server().pings()).isEqualTo(1);
        assertThat(proxy.messages())
                .extracting(message -> message.direction().isFromClient() + " " + latin1Text(message.data()))
                .containsExactly("false early", "true hi", "false you");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void aServerThatAnnouncesNoWebSocketsGetsAnHttp1UpgradeOnASeparateConnection() throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        ScriptedOrigin.Script http2 = FrameServer.script(server -> {
            while (true) {
                server.ok(server.request().stream());
            }
        });
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    SSLSocket tls = (SSLSocket) connection.socket();
                    tls.startHandshake();
                    if (tls.getApplicationProtocol().equals("h2")) {
                        http2.run(connection);
                        return;
                    }
                    agree(connection);
                    heads.add(connection.received());
                    assertThat(connection.readExactly(8)).isEqualTo(masked("hi"));
                    connection.send(text("you"));
                    connection.awaitEnd();
                },
                "h2",
                "http/1.1");
        FrameClient client = client(origin);
        send(client, 1, "GET", origin).answer(1);

        ask(client, 3, origin, "websocket");
        assertThat(client.fields(client.await(FrameClient.HEADERS, 3)))
                .containsEntry(":status", "200")
                .containsEntry("x-a", "b")
                .doesNotContainKeys("sec-websocket-accept", "upgrade", "connection");
        client.data(3, false, masked("hi"));
        assertThat(client.await(FrameClient.DATA, 3).payload()).isEqualTo(text("you"));
        client.data(3, true, new byte[0]);

        HttpFlow flow = (HttpFlow) proxy.ended(2).get(1);
        assertThat(heads.get(0))
                .startsWith("GET /chat HTTP/1.1\r\nHost: " + authority(origin) + "\r\nsec-websocket-version: 13\r\n"
                        + "origin: https://a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ")
                .doesNotContain("ofNoUseHere");
        assertThat(flow.response().version()).isEqualTo("HTTP/1.1");
        assertThat(flow.response().status()).isEqualTo(101);
        assertThat(flow.webSocket().client().messages()).isEqualTo(1);
        assertThat(flow.webSocket().server().messages()).isEqualTo(1);
        assertThat(flow.webSocket().close().code()).isEqualTo(WebSocket.Close.ABNORMAL);
        assertThat(flow.webSocket().close().direction().isFromClient()).isTrue();
        assertThat(send(client, 5, "GET", origin).answer(5).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(2);
    }

    private ScriptedOrigin oldServer(ScriptedOrigin.Script script) throws IOException {
        return tlsOrigin(script, "http/1.1");
    }

    @Test
    void aWrongAcceptKeyIsNoAcceptance() throws Exception {
        ScriptedOrigin origin = oldServer(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: bm90IHRoYXQgb25lIGF0IGFsbA==\r\n\r\n");
        });

        FrameClient.Answer answer = openingTo(origin).answer(1);

        assertThat(answer.status()).isEqualTo(502);
        failed(FlowError.Step.RESPONSE, "Sec-WebSocket-Accept");
    }

    /** The proxy uses HTTP/2 with the client whatever version the server uses. */
    private FrameClient openingTo(ScriptedOrigin origin) throws IOException {
        return FrameClient.over(client())
                .headers(
                        1,
                        false,
                        FrameClient.list(":method=CONNECT | :protocol=websocket | :scheme=https | :path=/ | :authority="
                                + authority(origin)));
    }

    @Test
    void aRefusalIsForwardedWithItsBodyAndTheStreamEnds() throws Exception {
        ScriptedOrigin origin = oldServer(ScriptedOrigin.answering("HTTP/1.1 403 No\r\nContent-Length: 4\r\n\r\nnope"));

        FrameClient.Answer answer = openingTo(origin).answer(1);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("nope");
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.webSocket()).isNull();
    }

    @Test
    void aRefusalOfAnHttp2ServerIsForwardedWithItsBody() throws Exception {
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "403").data(stream, true, latin1("nope"));
            server.drain();
        });

        FrameClient.Answer answer = opening(origin).answer(1);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("nope");
        assertThat(proxy.http().webSocket()).isNull();
    }

    @Test
    void a200OfAnHttp1ServerDoesNotOpenAWebSocket() throws Exception {
        ScriptedOrigin origin = oldServer(ScriptedOrigin.answering(OK));

        FrameClient.Answer answer = openingTo(origin).answer(1);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(proxy.http().response().status()).isEqualTo(200);
        assertThat(proxy.http().webSocket()).isNull();
    }

    @Test
    void anAddonsResponseDoesNotOpenAWebSocket() throws Exception {
        long now = Times.now();
        HttpResponse instead =
                new HttpResponse("HTTP/1.1", 200, "OK", Headers.EMPTY, null, new Body.Inline(latin1("no")), now, now);
        restartWith(
                this::settings,
                registrar -> registrar.on(
                        Hook.REQUEST_HEAD, Phase.DECIDE, (flow, context) -> new Verdict.Answer<>(instead)));
        ScriptedOrigin origin = server(ANNOUNCED, FrameServer::drain);

        FrameClient.Answer answer = opening(origin).answer(1);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("no");
    }

    @Test
    void anExtendedConnectForAnotherProtocolIsAnswered501() throws Exception {
        ScriptedOrigin origin = server(ANNOUNCED, FrameServer::drain);

        FrameClient.Answer answer =
                ask(client(origin), 1, origin, "connect-udp").answer(1);

        assertThat(answer.status()).isEqualTo(501);
        failed(FlowError.Step.REQUEST, "connect-udp; only websocket");
    }

    @Test
    void aResetByTheClientResetsTheServersStream() throws Exception {
        AtomicInteger code = new AtomicInteger(-1);
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            server.headers(server.request().stream(), false, ":status", "200");
            code.set(server.await(FrameClient.RST_STREAM).code());
            server.drain();
        });
        FrameClient client = opening(origin);
        client.await(FrameClient.HEADERS, 1);

        client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(CANCEL));

        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.webSocket().close())
                .isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, WebSocket.Close.ABNORMAL, ""));
        Awaitility.await().until(() -> code.get() == CANCEL);
    }

    @Test
    void aResetByTheServerResetsTheClientsStream() throws Exception {
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200").data(stream, false, text("a"));
            server.await(FrameClient.DATA);
            server.reset(stream, CANCEL).drain();
        });
        FrameClient client = opening(origin);
        client.await(FrameClient.DATA, 1);
        client.data(1, false, masked("b"));

        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(CANCEL);
        assertThat(proxy.http().webSocket().close())
                .isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, WebSocket.Close.ABNORMAL, ""));
    }

    @Test
    void aClientThatHalfClosesWithItsCloseFrameStillGetsTheServersCloseFrame() throws Exception {
        byte[] close = WebSocketFrames.close(4001, "enough", true);
        byte[] answer = WebSocketFrames.close(4001, "enough", false);
        ScriptedOrigin http2 = server(ANNOUNCED, server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200");
            assertThat(bytes(server, close.length)).isEqualTo(close);
            server.data(stream, false, text("last")).data(stream, true, answer);
            server.drain();
        });
        ScriptedOrigin http1 = oldServer(connection -> {
            agree(connection);
            assertThat(connection.readExactly(close.length)).isEqualTo(close);
            connection.send(Bytes.concat(text("last"), answer));
        });
        for (FrameClient client : List.of(opening(http2), openingTo(http1))) {
            client.await(FrameClient.HEADERS, 1);
            client.data(1, true, close);
            byte[] expected = Bytes.concat(text("last"), answer);
            assertThat(bytes(client, expected.length)).isEqualTo(expected);
        }

        assertThat(proxy.ended(2))
                .allMatch(flow -> flow.state() == FlowState.COMPLETE)
                .allMatch(flow -> ((HttpFlow) flow).webSocket().close().code() == 4001);
    }

    @Test
    void theEndOfTheHttp1ServersConnectionEndsTheStream() throws Exception {
        ScriptedOrigin origin = oldServer(connection -> {
            agree(connection);
            connection.send(WebSocketFrames.close(1001, "", false));
        });
        FrameClient client = openingTo(origin);

        assertThat(client.answer(1).reset()).isEqualTo(-1);
        client.data(1, true, WebSocketFrames.close(1001, "", true));

        assertThat(proxy.http().webSocket().close())
                .isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, 1001, ""));
    }
}
