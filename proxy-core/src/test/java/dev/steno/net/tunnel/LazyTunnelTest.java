package dev.steno.net.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.TlsProxyTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tunnels to servers in whose place an addon may answer: no server is asked for before a request is forwarded. */
class LazyTunnelTest extends TlsProxyTest {
    private static final String REQUEST = "GET /mock HTTP/1.1\r\nHost: mock.invalid\r\n\r\n";

    /** Each time that a server was asked for, before its name is looked up. */
    private final List<Endpoint> connects = new CopyOnWriteArrayList<>();

    private final Addon mocks = new Addon() {
        @Override
        public void register(Registrar registrar) {
            registrar.on(Hook.UPSTREAM, Phase.SEAL, (target, context) -> {
                connects.add(target);
                return Verdict.pass();
            });
            registrar.on(
                    Hook.REQUEST_HEAD,
                    Phase.DECIDE,
                    (flow, context) -> flow.request().path().equals("/mock")
                            ? new Verdict.Answer<>(new HttpResponse(
                                    "HTTP/1.1",
                                    200,
                                    "OK",
                                    Headers.EMPTY,
                                    null,
                                    new Body.Inline(latin1("mocked")),
                                    0,
                                    0))
                            : Verdict.pass());
            registrar.answersFor(server -> true);
        }
    };

    @BeforeEach
    void answerForAllServers() throws Exception {
        restartWith(this::settings, mocks);
    }

    private RawClient tls(String host, String... alpn) throws Exception {
        return client().connect(host + ":443").tls(trustingSteno(), host, alpn);
    }

    @Test
    void aRequestToAHostThatDoesNotExistIsAnsweredWithoutALookUp() throws Exception {
        RawClient client = tls("mock.invalid", "http/1.1");
        assertThat(client.send(REQUEST).response().text()).isEqualTo("mocked");
        assertThat(client.send(REQUEST).response().text()).isEqualTo("mocked");

        assertThat(connects).isEmpty();
        HttpFlow flow = proxy.http();
        assertThat(flow.request().url()).isEqualTo("https://mock.invalid/mock");
        assertThat(flow.server()).isNull();
    }

    @Test
    void soIsOneInHttp2() throws Exception {
        RawClient client = tls("mock.invalid", "h2", "http/1.1");
        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("h2");
        FrameClient frames = FrameClient.over(client);
        assertThat(frames.get(1, "mock.invalid", "/mock").answer(1).body()).isEqualTo("mocked");
        assertThat(connects).isEmpty();
    }

    @Test
    void soIsOneWithoutTls() throws Exception {
        RawClient client = client().connect("mock.invalid:80");
        assertThat(client.send(REQUEST).response().text()).isEqualTo("mocked");
        assertThat(connects).isEmpty();
    }

    @Test
    void aRequestThatIsNotAnsweredIsForwarded() throws Exception {
        for (String protocol : List.of("http/1.1", "h2")) {
            ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
            RawClient client = tlsClient(origin, protocol);
            if (protocol.equals("h2")) {
                FrameClient frames = FrameClient.over(client);
                assertThat(frames.get(1, "localhost:" + origin.port(), "/")
                                .answer(1)
                                .body())
                        .isEqualTo("ok");
            } else {
                assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .response()
                                .text())
                        .isEqualTo("ok");
            }
            assertThat(connects).contains(new Endpoint("localhost", origin.port()));
        }
    }

    @Test
    void aRequestToAHostThatDoesNotExistAndIsNotAnsweredGetsTheErrorPage() throws Exception {
        HttpAnswer answer = tls("mock.invalid", "http/1.1")
                .send("GET /other HTTP/1.1\r\nHost: mock.invalid\r\n\r\n")
                .response();
        assertThat(answer.status()).isEqualTo(502);
        assertThat(proxy.http().error().step()).isEqualTo(FlowError.Step.RESOLVE);
    }

    @Test
    void bytesThatAreNotHttpReachTheServer() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            assertThat(connection.readText(4)).isEqualTo("\u0000raw");
            connection.send("back");
        });
        RawClient client = client().connect(origin.authority()).send("\u0000raw");
        assertThat(client.wire().readToEnd()).isEqualTo("back");
    }

    @Test
    void bytesWithinTlsThatAreNotHttpReachTheServer() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            assertThat(connection.readText(4)).isEqualTo("\u0000raw");
            connection.send("back");
            connection.awaitEnd();
        });
        RawClient client = tlsClient(origin).send("\u0000raw");
        assertThat(client.wire().readText(4)).isEqualTo("back");
        client.close();
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aServerThatSpeaksFirstReachesASilentClient() throws Exception {
        ScriptedOrigin origin = origin(LazyTunnelTest::greet);
        assertThat(client().connect(origin.authority()).wire().readLine()).isEqualTo("220 ready");
    }

    @Test
    void aServerThatSpeaksFirstWithinTlsReachesASilentClient() throws Exception {
        ScriptedOrigin origin = tlsOrigin(LazyTunnelTest::greet);
        assertThat(tlsClient(origin).wire().readLine()).isEqualTo("220 ready");
    }

    private static void greet(Wiretap connection) throws java.io.IOException {
        connection.send("220 ready\r\n");
        connection.awaitEnd();
    }

    @Test
    void aTunnelToAServerThatIsNotConcernedIsConnectedAtOnce() throws Exception {
        restartWith(this::settings, registrar -> {
            registrar.on(Hook.UPSTREAM, Phase.SEAL, (target, context) -> {
                connects.add(target);
                return Verdict.pass();
            });
            registrar.answersFor(server -> server.host().equals("mock.invalid"));
        });
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
        RawClient client = tlsClient(origin, "h2", "http/1.1");
        SSLSocket socket = client.tlsSocket();
        assertThat(socket.getApplicationProtocol())
                .as("what the server speaks is mirrored")
                .isEqualTo("http/1.1");
        assertThat(connects).hasSize(1);
    }
}
