package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.StreamSocket;
import dev.steno.testing.proxy.TlsProxyTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** CONNECT over HTTP/2 (RFC 9113, 8.5): each stream is a tunnel, treated like a CONNECT of HTTP/1. */
class Http2ConnectTest extends TlsProxyTest {

    private FrameClient frames() throws Exception {
        return FrameClient.over(client());
    }

    private RawClient tunnel(String authority) throws Exception {
        return closing(RawClient.over(StreamSocket.connect(frames(), 1, authority)));
    }

    @Test
    void httpInATunnelIsRead() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK, OK));

        RawClient client = tunnel(origin.authority());

        assertThat(client.send(Requests.get("/1")).response().text()).isEqualTo("ok");
        assertThat(client.send(Requests.get("/2")).response().text()).isEqualTo("ok");
        assertThat(proxy.ended(2)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
        assertThat(((HttpFlow) proxy.flows().get(0)).request().url()).isEqualTo("http://" + origin.authority() + "/1");
    }

    @Test
    void tlsInATunnelIsInterceptedAndCarriesHttp1() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        RawClient client = tunnel("localhost:" + origin.port()).tls(trustingSteno(), "localhost", "h2", "http/1.1");

        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("http/1.1");
        assertThat(client.send(Requests.get("/s")).response().text()).isEqualTo("ok");
        HttpFlow flow = proxy.http();
        assertThat(flow.request().url()).isEqualTo("https://localhost:" + origin.port() + "/s");
        assertThat(flow.client().tls().sni()).isEqualTo("localhost");
    }

    @Test
    void aLargeAmountOfDataPassesBothWays() throws Exception {
        byte[] body = noise(3_000_000);
        ScriptedOrigin origin = tlsOrigin(connection -> {
            HttpAnswer request = connection.readWholeRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.body().length + "\r\n\r\n");
            connection.send(request.body());
            connection.awaitEnd();
        });
        FrameClient frames = frames();
        frames.send(FrameClient.SETTINGS, FrameClient.ACK, 0);
        // windows for all data in both directions, since the socket of this test ignores flow control
        frames.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(64 << 20));
        frames.send(FrameClient.SETTINGS, 0, 0, new byte[] {0, 4, 4, 0, 0, 0});
        RawClient client = closing(RawClient.over(StreamSocket.connect(frames, 1, "localhost:" + origin.port())))
                .tls(trustingSteno(), "localhost");
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 150000\r\n\r\n");
        byte[] part = java.util.Arrays.copyOf(body, 150_000);

        assertThat(client.send(part).response().body()).isEqualTo(part);
        assertThat(proxy.bytes(proxy.http().response().body())).isEqualTo(part);
    }

    @Test
    void dataOfAServerThatSpeaksFirstArrivesAndItsCloseEndsTheStream() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("220 ready\r\n");
            assertThat(connection.readText(6)).isEqualTo("QUIT\r\n");
            connection.send("221 bye\r\n");
        });

        RawClient client = tunnel(origin.authority());

        assertThat(client.wire().readText(11)).isEqualTo("220 ready\r\n");
        assertThat(client.send("QUIT\r\n").wire().readToEnd()).isEqualTo("221 bye\r\n");
        TcpFlow flow = proxy.tcp();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.sentByClient()).isEqualTo(6);
        assertThat(flow.sentByServer()).isEqualTo(20);
    }

    @Test
    void theClientsEndOfStreamReachesTheServer() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            String all = connection.readToEnd();
            connection.send("heard " + all.length());
        });
        RawClient client = tunnel(origin.authority()).send("\u0001\u0002\u0003");
        client.wire().shutOutput();

        assertThat(client.wire().readToEnd()).isEqualTo("heard 3");
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aResetOfAStreamEndsOnlyItsTunnel() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        ScriptedOrigin other = origin(ScriptedOrigin.answering(OK));
        FrameClient client = frames();
        client.headers(1, false, ":method", "CONNECT", ":authority", origin.authority())
                .data(1, false, latin1("\u0001\u0002\u0003"));
        Awaitility.await()
                .until(() ->
                        origin.connections().size() == 1 && origin.received().length() == 3);

        client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(8));

        Awaitility.await().until(() -> origin.connections().get(0).socket().isClosed());
        assertThat(proxy.tcp().sentByClient()).isEqualTo(3);
        assertThat(client.get(3, other.authority(), "/").answer(3).body()).isEqualTo("ok");
    }

    @Test
    void aClientThatDisconnectsEndsItsTunnels() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        FrameClient client = frames();
        for (int stream = 1; stream <= 5; stream += 2) {
            client.headers(stream, false, ":method", "CONNECT", ":authority", origin.authority())
                    .data(stream, false, latin1("\u0001\u0002\u0003"));
        }
        Awaitility.await().until(() -> proxy.flows().size() == 3);

        client.raw().close();

        assertThat(proxy.ended(3)).allSatisfy(flow -> assertThat(flow).isInstanceOf(TcpFlow.class));
        Awaitility.await()
                .until(() -> origin.connections().stream()
                        .allMatch(connection -> connection.socket().isClosed()));
    }

    @Test
    void aTargetWithoutAPortIsRefused() throws Exception {
        FrameClient.Answer answer = frames().headers(1, true, ":method", "CONNECT", ":authority", "example.org")
                .answer(1);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(proxy.http().request().method()).isEqualTo("CONNECT");
    }

    @Test
    void aProxyThatStopsEndsIdleTunnels() throws Exception {
        FrameClient client = frames();
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        client.headers(1, false, ":method", "CONNECT", ":authority", origin.authority());
        assertThat(client.fields(client.await(FrameClient.HEADERS, 1))).containsEntry(":status", "200");

        proxy.server().stop(java.time.Duration.ofSeconds(10));

        assertThat(client.await(FrameClient.GOAWAY, 0).code()).isZero();
    }
}
