package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.TraceSettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http3.Flupke;
import dev.steno.testing.proxy.FramesProxyTest;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of a trace for connections of each kind, step by step. */
class TraceTest extends FramesProxyTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("trace");
    }

    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return super.settings(defaults).with(new TraceSettings(Optional.of(file()), true));
    }

    @Override
    protected Addon[] addons() {
        return new Addon[] {
            new Addon() {
                @Override
                public String name() {
                    return "marker";
                }

                @Override
                public void register(Registrar registrar) {
                    registrar.on(Hook.REQUEST_HEAD, Phase.ROUTE, (flow, context) -> Verdict.pass());
                }
            }
        };
    }

    /** The trace after the proxy has ended, without the times and the header. */
    private List<String> trace() throws IOException {
        proxy.close();
        List<String> lines = Files.readAllLines(file());
        assertThat(lines.get(0)).startsWith("# steno trace");
        return lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    /** Asserts that lines that contain these texts appear in this order; other lines may be between them. */
    private static void inOrder(List<String> lines, String... parts) {
        int at = 0;
        for (String part : parts) {
            int from = at;
            while (at < lines.size() && !lines.get(at).contains(part)) {
                at++;
            }
            assertThat(at)
                    .as("'%s' in the trace after line %d:%n%s", part, from, String.join("\n", lines))
                    .isLessThan(lines.size());
            at++;
        }
    }

    @Test
    void theStepsOfAPlainRequestAreTraced() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send("GET http://" + origin.authority()
                + "/a?key=hidden-query HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nAuthorization: Basic hidden-header\r\nCookie: hidden-cookie\r\n\r\n");
        assertThat(client.response().text()).isEqualTo("ok");
        client.close();
        proxy.ended(1);

        List<String> lines = trace();
        inOrder(
                lines,
                "#1 - ProxyServer accepted 127.0.0.1:",
                " sniffed HTTP/1",
                " protocol HTTP/1",
                "#1 f1 HttpExchange head-received GET http://" + origin.authority() + "/a?... HTTP/1.1",
                "#1 f1 HookChain hook REQUEST_HEAD marker: pass, ",
                "#1 f1 AddonTrace flow-opened http",
                "#1 f1 HttpExchange pool-asked " + origin.authority(),
                "#1 - AddressRace connecting 127.0.0.1:" + origin.port(),
                "#1/2 - DirectConnector connected ",
                "#1/2 f1 HttpExchange head-sent GET ",
                "#1/2 f1 HttpExchange end-sent 0 bytes",
                "#1/2 f1 HttpExchange head-received HTTP/1.1 200",
                "#1 f1 HttpExchange head-sent 200",
                "#1/2 f1 HttpExchange data-received 2 bytes in 1 chunk",
                "#1 f1 HttpExchange data-sent 2 bytes in 1 chunk",
                "#1/2 f1 HttpExchange end-received 2 bytes in 1 chunk",
                "#1/2 f1 AddonTrace flow-closed complete",
                "#1/2 f1 HttpExchange pool-returned");
        inOrder(lines, "#1 - SocketTraceHandler closed by ");
        inOrder(lines, "#1/2 - SocketTraceHandler closed by Steno");
        assertThat(String.join("\n", lines)).doesNotContain("hidden");
    }

    @Test
    void theStepsOfAnInterceptedRequestAreTraced() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        RawClient client = tlsClient(origin);
        client.send("GET /b HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.response().text()).isEqualTo("ok");
        client.close();
        proxy.ended(1);

        List<String> lines = trace();
        String tunnel = " tunnel localhost:" + origin.port();
        // the client sends its ClientHello while the proxy still connects to the server: either may come first
        inOrder(lines, tunnel, " client-hello localhost, ", "#1/2 - UpstreamTlsHandshake tls-begun localhost");
        inOrder(
                lines,
                " accepted ",
                " sniffed HTTP/1",
                tunnel,
                " resolved localhost: ",
                "#1/2 - DirectConnector connected ",
                "#1/2 - UpstreamTlsHandshake tls-begun localhost",
                "#1/2 - UpstreamTlsHandshake tls-done TLSv1.3 TLS_",
                "#1 - TlsInterception tls-begun ",
                "#1 - TlsInterception tls-done TLSv1.3 TLS_",
                " sniffed HTTP/1",
                " protocol HTTP/1",
                "#1 f1 HttpExchange head-received GET https://localhost:" + origin.port() + "/b HTTP/1.1",
                "#1/2 f1 HttpExchange pool-taken",
                "#1/2 f1 HttpExchange head-sent GET ",
                "#1/2 f1 HttpExchange head-received HTTP/1.1 200",
                "#1 f1 HttpExchange end-sent 2 bytes in 1 chunk");
    }

    @Test
    void theRetryOfARefusedStreamIsTraced() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            if (tries.incrementAndGet() == 1) {
                server.reset(stream, REFUSED_STREAM);
            } else {
                server.ok(stream);
            }
            server.drain();
        });
        FrameClient client = client(origin);
        client.request(
                1,
                true,
                "GET",
                "https://" + authority(origin) + "/c?key=hidden-query",
                "authorization",
                "hidden-header",
                "x-shown",
                "shown");
        assertThat(client.answer(1).body()).isEqualTo("ok");
        client.raw().close();
        proxy.ended(1);

        List<String> lines = trace();
        inOrder(
                lines,
                " tls-done TLSv1.3 TLS_",
                "#1 - ClientPipelines protocol HTTP/2",
                "#1 - FrameTrace frame-received HEADERS stream 1 END_STREAM {:method: GET, ",
                "#1 f1 HttpExchange head-received stream 1: GET https://localhost:" + origin.port() + "/c?... HTTP/2.0",
                "#1/2 - FrameTrace frame-sent HEADERS stream 3 END_STREAM {",
                "#1/2 - FrameTrace reset-received stream 3: REFUSED_STREAM",
                "#1 f1 HttpExchange retry ",
                "#1 f1 HttpExchange pool-asked stream 1: localhost:" + origin.port(),
                "#1/3 - DirectConnector connected ",
                "#1/3 - FrameTrace frame-sent HEADERS stream 3 END_STREAM {",
                "#1/3 f1 HttpExchange head-received stream 3: HTTP/2.0 200",
                "#1 f1 HttpExchange head-sent stream 1: 200",
                " flow-closed complete");
        assertThat(String.join("\n", lines))
                .contains("x-shown: shown", "authorization: *** (13 characters)")
                .doesNotContain("hidden");
    }

    /** A request that is refused is traced as well: neither its target nor what its error quotes shows a secret. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://user:hidden@127.0.0.1/ HTTP/1.1",
                "GET http://user:hidden/x@127.0.0.1/ HTTP/1.1",
                "GET http://user:hidden#x@127.0.0.1/ HTTP/1.1",
                "GET http:/user:hidden@127.0.0.1/ HTTP/1.1",
                "GET user:hidden@127.0.0.1/ HTTP/1.1",
                "CONNECT user:hidden@127.0.0.1:80 HTTP/1.1",
                "GET http://127.0.0.1/ HTTP/1.1\r\nAuthorization hidden",
            })
    void aRefusedRequestIsTracedWithoutItsSecrets(String head) throws Exception {
        RawClient client = client().send(head + "\r\nHost: 127.0.0.1\r\n\r\n");
        assertThat(client.response().status()).isEqualTo(400);
        client.close();
        proxy.ended(1);

        List<String> lines = trace();
        inOrder(lines, " sniffed HTTP/1", " flow-closed failed: ");
        assertThat(String.join("\n", lines)).doesNotContain("hidden");
    }

    @Test
    void theFragmentOfAUrlIsNotTraced() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(get(origin, "/a#access_token=hidden"));
        assertThat(client.response().text()).isEqualTo("ok");
        client.close();
        proxy.ended(1);

        List<String> lines = trace();
        inOrder(lines, " head-received GET http://" + origin.authority() + "/a#... HTTP/1.1");
        assertThat(String.join("\n", lines)).doesNotContain("hidden");
    }

    @Test
    void theStepsToAnUnreachableServerAreTraced() throws Exception {
        int port = Loopback.freePort();
        RawClient client = client().send("GET http://127.0.0.1:" + port + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.response().status()).isEqualTo(502);

        inOrder(
                trace(),
                " pool-asked 127.0.0.1:" + port,
                " connecting 127.0.0.1:" + port,
                " connect-failed 127.0.0.1:" + port + ": connection refused",
                " head-sent 502",
                " flow-closed failed: 127.0.0.1:" + port + ": connection refused");
    }

    @Test
    void theStepsOfAWebSocketAreTraced() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: xyz=\r\n\r\n");
            connection.readExactly(WebSocketFrames.masked("hi").length);
            connection.send(WebSocketFrames.text("hi"));
            connection.awaitEnd();
        });
        RawClient client = client().send(
                        "GET http://" + origin.authority() + "/chat HTTP/1.1\r\nHost: " + origin.authority()
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: abc\r\n\r\n");
        assertThat(client.wire().readHead()).contains("101");
        client.send(WebSocketFrames.masked("hi"));
        client.wire().readExactly(WebSocketFrames.text("hi").length);
        client.close();
        proxy.ended(1);

        inOrder(
                trace(),
                "#1/2 f1 HttpExchange head-received HTTP/1.1 101",
                "#1 f1 HttpExchange head-sent 101",
                "#1/2 - ChannelRelay relay-begun",
                "#1 - ChannelRelay data-received 8 bytes in 1 chunk",
                "#1/2 - ChannelRelay data-received 4 bytes in 1 chunk",
                "#1 - SocketTraceHandler input-ended",
                "#1/2 - ChannelRelay relay-ended",
                " flow-closed failed: the client ended the connection without ",
                "#1 - SocketTraceHandler closed by Steno");
    }

    @Test
    void theStepsOfASocksTunnelAreTraced() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        restartWith(defaults -> ModeTest.in(settings(defaults), "socks5"), addons());
        RawClient client = client().send(new byte[] {5, 1, 0});
        client.wire().readExactly(2);
        client.send(new byte[] {5, 1, 0, 1, 127, 0, 0, 1, (byte) (origin.port() >> 8), (byte) origin.port()});
        client.wire().readExactly(10);
        client.send("GET /d HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.response().text()).isEqualTo("ok");
        client.close();
        proxy.ended(1);

        inOrder(
                trace(),
                "#1 - ProxyServer accepted ",
                "#1 - ProtocolSniffer sniffed SOCKS5",
                "#1 - Socks5Handler socks connect to " + origin.authority(),
                "#1 - TunnelHandler tunnel " + origin.authority(),
                "#1 - TunnelHandler sniffed HTTP/1",
                "#1 - ClientPipelines protocol HTTP/1",
                " head-received GET http://",
                "#1/2 f1 HttpExchange head-received HTTP/1.1 200");
    }

    /** A client that does not read holds the server's response: the trace says which side waits for which. */
    @Test
    void backPressureIsTraced() throws Exception {
        int size = 16 << 20;
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            for (int i = 0; i < 16; i++) {
                connection.send("x".repeat(1 << 20));
            }
        });
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port())).send(get(origin, "/big"));
        client.wire().readHead();
        org.awaitility.Awaitility.await()
                .until(() -> Files.readString(file()).contains("reading-paused the other side takes no more"));
        assertThat(client.wire().readExactly(size)).hasSize(size);
        client.close();
        proxy.ended(1);

        inOrder(
                trace(),
                "#1/2 f1 HttpExchange reading-paused the other side takes no more",
                "#1/2 f1 HttpExchange reading-resumed",
                "#1/2 f1 HttpExchange end-received " + size + " bytes");
    }

    /** An HTTP/2 client that never opens its window: the frames show that, and the steps show the consequences. */
    @Test
    void aWindowThatStaysClosedIsTraced() throws Exception {
        restartWith(defaults -> settings(defaults).withWriteTimeout(Duration.ofMillis(500)), addons());
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + (8 << 20) + "\r\n\r\n");
            for (int i = 0; i < 8; i++) {
                connection.send("x".repeat(1 << 20));
            }
        });
        FrameClient client = FrameClient.over(client()).get(1, origin.authority(), "/big");
        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(CANCEL);
        client.raw().close();
        proxy.ended(1);

        inOrder(
                trace(),
                "#1 - ProtocolSniffer sniffed HTTP/2",
                "#1 f1 HttpExchange head-received stream 1: GET ",
                "#1/2 f1 HttpExchange reading-paused the other side takes no more",
                "#1/2 f1 AddonTrace flow-closed failed: the client ",
                "#1 - FrameTrace reset-sent stream 1: CANCEL");
    }

    @Test
    void theStepsOfAnHttp3RequestAreTraced() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        restartWith(
                defaults -> ModeTest.in(settings(defaults), "reverse:http3://localhost:" + origin.port()), addons());
        Flupke client = closing(new Flupke(proxy.authority().certificate()));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + proxy.port() + "/e?hidden-query"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("ok");
        proxy.ended(1);

        List<String> lines = trace();
        inOrder(
                lines,
                "#1 - Http3Listener accepted 127.0.0.1:",
                "#1 - Http3ClientConnectionHandler tls-done TLSv1.3 TLS_",
                "#1 - Http3ClientConnectionHandler protocol HTTP/3",
                "#1 f1 HttpExchange head-received stream 0: GET https://localhost:",
                "#1/2 - UpstreamTlsHandshake tls-done ",
                "#1/2 f1 HttpExchange head-received HTTP/1.1 200",
                "#1 f1 HttpExchange end-sent stream 0: 2 bytes in 1 chunk");
        inOrder(
                lines,
                "#1 - Http3FrameTraceHandler frame-received HEADERS stream 0, ",
                "#1 f1 HttpExchange head-received stream 0: GET https://localhost:",
                "#1 - Http3FrameTraceHandler frame-sent HEADERS stream 0, ",
                "#1 - Http3FrameTraceHandler frame-sent DATA stream 0, 2 bytes");
        assertThat(String.join("\n", lines)).doesNotContain("hidden");
    }
}
