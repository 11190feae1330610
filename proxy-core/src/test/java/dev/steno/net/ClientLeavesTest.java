package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.AsyncHandler;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.FlowError.Step;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.proxy.TlsProxyTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that disconnect at every point of a conversation, by a close and by a reset. */
class ClientLeavesTest extends TlsProxyTest {

    private static void leave(RawClient client, boolean gently) throws Exception {
        if (gently) {
            client.close();
        } else {
            client.wire().reset();
        }
    }

    private static void awaitGone(ScriptedOrigin origin) {
        Awaitility.await()
                .until(() -> origin.connections().stream()
                        .allMatch(connection -> connection.socket().isClosed()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientDisconnectsWithinItsRequest(boolean gently) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        RawClient client =
                client().send(Requests.post("http://" + origin.authority() + "/", "half", "Content-Length: 10"));
        Awaitility.await().until(() -> origin.sawAnything() && origin.received().endsWith("half"));

        leave(client, gently);

        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message()).startsWith("the client closed the connection");
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(latin1("half"));
        awaitGone(origin);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientDisconnectsWithinTheResponse(boolean gently) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
            byte[] piece = noise(65536);
            while (true) {
                connection.send(piece); // until the connection breaks
            }
        });
        RawClient client = client().send(get(origin, "/"));
        client.wire().readExactly(300_000);

        leave(client, gently);

        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(Step.RELAY);
        assertThat(flow.response().body().size()).isGreaterThan(250_000);
        awaitGone(origin);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientDisconnectsBetweenTwoRequests(boolean gently) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(get(origin, "/"));
        client.response();

        leave(client, gently);

        awaitGone(origin);
        assertThat(proxy.flows()).hasSize(1);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aClientDisconnectsWithinItsHead() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHo");

        client.close();

        assertThat(proxy.http().error().step()).isEqualTo(Step.REQUEST);
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void aClientDisconnectsWhileAnAddonHoldsItsRequest() throws Exception {
        CompletableFuture<Verdict<HttpFlow>> decision = new CompletableFuture<>();
        AsyncHandler<HttpFlow> holding = (flow, context) -> decision;
        restartWith(this::settings, registrar -> registrar.onAsync(Hook.REQUEST_HEAD, Phase.HOLD, holding));
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(get(origin, "/"));
        Awaitility.await().until(() -> !proxy.flows().isEmpty());

        client.wire().reset();

        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
        Awaitility.await().until(decision::isCancelled);
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void aClientDisconnectsWhileTheServerIsBeingConnected() throws Exception {
        CompletableFuture<Verdict<dev.steno.flow.Endpoint>> decision = new CompletableFuture<>();
        restartWith(
                this::settings,
                registrar -> registrar.onAsync(Hook.UPSTREAM, Phase.HOLD, (target, context) -> decision));
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(get(origin, "/"));
        Awaitility.await().until(() -> !proxy.flows().isEmpty());
        client.wire().reset();
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);

        decision.complete(Verdict.pass());

        Awaitility.await().until(() -> !origin.connections().isEmpty());
        awaitGone(origin);
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void aClientDisconnectsWithinItsClientHello() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        RawClient client =
                client().connect(origin.authority()).send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001");

        client.wire().reset();

        awaitGone(origin);
        proxy.close();
        assertThat(proxy.flows()).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientDisconnectsAfterItsClientHello(boolean gently) throws Exception {
        ScriptedOrigin origin = tlsOrigin(Wiretap::awaitEnd);
        RawClient client = client().connect("localhost:" + origin.port()).send(clientHello());
        client.wire().in().read(); // the handshake is in progress

        leave(client, gently);

        TcpFlow flow = proxy.tcp();
        assertThat(flow.protocol()).isEqualTo("tls");
        assertThat(flow.error().step()).isEqualTo(Step.CLIENT_TLS);
        assertThat(flow.client().tls().sni()).isEqualTo("localhost");
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void aClientDisconnectsBeforeItsHandshakeCouldBegin() throws Exception {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.in().read(); // reads the proxy's ClientHello and does not answer
            gone.complete(null);
            connection.awaitEnd();
        });
        RawClient client = client().connect("localhost:" + origin.port()).send(clientHello());
        gone.get(180, TimeUnit.SECONDS);

        client.wire().reset();

        assertThat(proxy.tcp().error().step()).isEqualTo(Step.CLIENT_TLS);
        awaitGone(origin);
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void aClientHalfClosesWithinTheHandshake() throws Exception {
        ScriptedOrigin origin = tlsOrigin(Wiretap::awaitEnd);
        RawClient client = client().connect("localhost:" + origin.port()).send(clientHello());
        client.wire().in().read();
        client.wire().shutOutput();

        assertThat(proxy.tcp().error().step()).isEqualTo(Step.CLIENT_TLS);
        client.wire().awaitEnd();
    }

    /** A real ClientHello, captured by a server that does not answer it. */
    private static byte[] clientHello() throws Exception {
        try (ScriptedOrigin nobody = ScriptedOrigin.plain(connection -> {
            connection.readExactly(5);
            int length =
                    (connection.receivedBytes()[3] & 0xff) << 8 | connection.receivedBytes()[4] & 0xff;
            connection.readExactly(length);
        })) {
            java.net.Socket tcp = new java.net.Socket("127.0.0.1", nobody.port());
            RawClient client = RawClient.over(tcp);
            assertThatThrownBy(() -> client.tls(originCa.trusted(), "localhost"))
                    .isInstanceOf(java.io.IOException.class);
            client.close();
            return nobody.receivedBytes();
        }
    }

    @Test
    void theFlowSaysThatAClientDoesNotTrustTheCa() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        RawClient client = client().connect("localhost:" + origin.port());

        assertThatThrownBy(() -> client.tls(originCa.trusted(), "localhost")).isInstanceOf(SSLHandshakeException.class);

        TcpFlow flow = proxy.tcp();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.protocol()).isEqualTo("tls");
        assertThat(flow.error().step()).isEqualTo(Step.CLIENT_TLS);
        assertThat(flow.error().message())
                .contains("the client does not trust Steno's CA")
                .contains("http://steno.internal/");
        assertThat(flow.server().tls().version()).isEqualTo("TLSv1.3");
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void theFlowSaysThatATls12ClientDoesNotTrustTheCa() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        RawClient client = client().connect("localhost:" + origin.port());

        assertThatThrownBy(() -> client.tlsUpTo12(originCa.trusted(), "localhost"))
                .isInstanceOf(SSLHandshakeException.class);

        assertThat(proxy.tcp().error().message()).contains("the client does not trust Steno's CA");
    }

    @Test
    void aTunnelWhoseClientDisconnectsAfterTlsLeavesNothingOpen() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        RawClient client = tlsClient(origin);
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").response();

        client.close();

        awaitGone(origin);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aProxyThatStopsEndsEveryFlow() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        client().send(get(origin, "/held"));
        client().connect(origin.authority()).send("\u0001\u0002\u0003");
        Awaitility.await().until(() -> proxy.flows().size() == 2);

        proxy.close();

        assertThat(proxy.flows()).allSatisfy(flow -> assertThat(flow.state()).isNotEqualTo(FlowState.OPEN));
    }

    @Test
    void aProxyThatStopsWaitsForTheExchangeInFlight() throws Exception {
        CompletableFuture<Void> stopping = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            stopping.orTimeout(60, TimeUnit.SECONDS).join();
            connection.send(OK);
            connection.awaitEnd();
        });
        RawClient idle = client();
        idle.send(get(origin, "/1"));
        Awaitility.await().until(origin::sawAnything);
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(() -> proxy.server().stop(java.time.Duration.ofSeconds(60)));
        stopping.complete(null);

        assertThat(idle.response().text()).isEqualTo("ok");
        assertThat(idle.isClosedByProxy()).isTrue();
        stopped.get(180, TimeUnit.SECONDS);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }
}
