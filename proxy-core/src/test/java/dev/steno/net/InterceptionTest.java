package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Tls;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.testing.wire.ByteByByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** TLS in a tunnel: intercepted, and read as HTTP or as a raw stream. */
class InterceptionTest extends TlsProxyTest {

    @Test
    void httpsIsReadAndRecordedWithTheFactsOfBothTlsSessions() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "h2", "http/1.1");

        RawClient client = tlsClient(origin, "http/1.1", "http/1.0");
        HttpAnswer answer = client.send(
                        "GET /secret?x HTTP/1.1\r\nHost: localhost:" + origin.port() + "\r\nA: b\r\n\r\n")
                .response();

        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("http/1.1");
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(origin.received())
                .isEqualTo("GET /secret?x HTTP/1.1\r\nHost: localhost:" + origin.port() + "\r\nA: b\r\n\r\n");
        HttpFlow flow = proxy.http();
        assertThat(flow.request().url()).isEqualTo("https://localhost:" + origin.port() + "/secret?x");
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        Tls towardsClient = flow.client().tls();
        assertThat(towardsClient.sni()).isEqualTo("localhost");
        assertThat(towardsClient.alpnOffers()).containsExactly("http/1.1", "http/1.0");
        assertThat(towardsClient.alpn()).isEqualTo("http/1.1");
        assertThat(towardsClient.version()).isEqualTo("TLSv1.3");
        assertThat(towardsClient.extensions()).contains(0, 16, 43);
        assertThat(towardsClient.minted().der())
                .isEqualTo(
                        client.tlsSocket().getSession().getPeerCertificates()[0].getEncoded());
        Tls towardsServer = flow.server().tls();
        assertThat(towardsServer.sni()).isEqualTo("localhost");
        assertThat(towardsServer.version()).isEqualTo("TLSv1.3");
        assertThat(towardsServer.cipher()).startsWith("TLS_");
        assertThat(towardsServer.peerCertificates()).isNotEmpty();
    }

    @Test
    void theMintedCertificateMirrorsTheNamesOfTheServers() throws Exception {
        ScriptedOrigin origin = closing(ScriptedOrigin.tls(
                originCa.server("localhost", "*.mirror.example", "10.1.2.3"), ScriptedOrigin.answering(OK)));

        RawClient client = tlsClient(origin);

        X509Certificate leaf = (X509Certificate) client.tlsSocket().getSession().getPeerCertificates()[0];
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        assertThat(names).contains(List.of(2, "localhost"), List.of(2, "*.mirror.example"), List.of(7, "10.1.2.3"));
    }

    @Test
    void sixtyFourConcurrentClientsOfANewHostGetOneCertificateThatIsMintedOnce() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        List<RawClient> tunnels = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            tunnels.add(client().connect("localhost:" + origin.port()));
        }
        SSLContext trust = trustingSteno();
        assertThat(proxy.minted()).isZero();

        List<Thread> handshakes = new ArrayList<>();
        Map<Certificate, AtomicInteger> shown = new ConcurrentHashMap<>();
        for (RawClient tunnel : tunnels) {
            handshakes.add(new Thread(() -> {
                try {
                    Certificate leaf = tunnel.tls(trust, "localhost")
                            .tlsSocket()
                            .getSession()
                            .getPeerCertificates()[0];
                    shown.computeIfAbsent(leaf, first -> new AtomicInteger()).incrementAndGet();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        handshakes.forEach(Thread::start);
        for (Thread handshake : handshakes) {
            handshake.join();
        }

        assertThat(shown.values())
                .singleElement()
                .satisfies(count -> assertThat(count).hasValue(64));
        assertThat(proxy.minted()).isEqualTo(1);
        for (RawClient tunnel : tunnels) {
            assertThat(tunnel.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .response()
                            .text())
                    .isEqualTo("ok");
        }
    }

    @Test
    void aClientWithoutSniGetsACertificateForTheAddressThatItConnectsTo() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        RawClient client = client().connect(origin.authority()).tls(trustingSteno(), "127.0.0.1");

        assertThat(client.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                        .response()
                        .text())
                .isEqualTo("ok");
        assertThat(proxy.http().client().tls().sni()).isNull();
        assertThat(proxy.http().request().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void connectionsInATunnelAreKeptAliveOnBothSides() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.counting());
        RawClient client = tlsClient(origin);

        for (int i = 1; i <= 5; i++) {
            assertThat(client.send("GET /" + i + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .response()
                            .text())
                    .isEqualTo(Integer.toString(i));
        }
        assertThat(origin.connections()).hasSize(1);
        assertThat(proxy.ended(5)).hasSize(5);
    }

    @Test
    void aLargeBodyPassesCompletelyInBothDirections() throws Exception {
        byte[] up = noise(6_000_000);
        byte[] down = noise(7_000_000);
        CompletableFuture<byte[]> arrived = new CompletableFuture<>();
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readHead();
            arrived.complete(connection.readExactly(up.length));
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + down.length + "\r\n\r\n");
            connection.send(down);
            connection.awaitEnd();
        });
        RawClient client = tlsClient(origin)
                .send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + up.length + "\r\n\r\n")
                .send(up);

        assertThat(client.response().body()).isEqualTo(down);
        assertThat(arrived.get(180, TimeUnit.SECONDS)).isEqualTo(up);
        HttpFlow flow = proxy.http();
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(up);
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(down);
    }

    @Test
    void anUpgradeInsideTlsBecomesARawStream() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            connection.send(connection.readExactly(4));
            connection.awaitEnd();
        });
        RawClient client = tlsClient(origin)
                .send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");

        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 101 ");
        assertThat(client.send("ping").wire().readText(4)).isEqualTo("ping");
        client.close();
        Awaitility.await().until(() -> proxy.ended(2).size() == 2);
        assertThat(proxy.tcp().protocol()).isEqualTo("echo");
        assertThat(proxy.messages())
                .extracting(message -> new String(message.data()))
                .containsExactly("ping", "ping");
    }

    @Test
    void dataOfAServerThatSpeaksFirstInsideTlsReachesTheClient() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.send("* OK IMAP ready\r\n");
            assertThat(connection.readLine()).isEqualTo("a1 LOGOUT");
            connection.send("* BYE\r\n");
        });
        RawClient client = tlsClient(origin);

        assertThat(client.wire().readLine()).isEqualTo("* OK IMAP ready");
        client.send("a1 LOGOUT\r\n");
        assertThat(client.wire().readToEnd()).isEqualTo("* BYE\r\n");
        assertThat(origin.failures()).isEmpty();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.client().tls().version()).isEqualTo("TLSv1.3");
        assertThat(flow.messages()).isEqualTo(3);
    }

    @Test
    void anAddonCanHaveATlsConnectionPassedThrough() throws Exception {
        restartWith(
                this::settings,
                registrar -> registrar.on(Hook.TLS_HELLO, Phase.ROUTE, (hello, context) -> new Verdict.Tunnel<>()));
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        RawClient client = client().connect("localhost:" + origin.port()).tls(originCa.trusted(), "localhost");

        assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .response()
                        .text())
                .isEqualTo("ok");
        client.close();
        assertThat(proxy.tcp().protocol()).isEqualTo("tls");
    }

    @Test
    void anAddonCanDropATlsConnectionAndItIsRecorded() throws Exception {
        restartWith(
                this::settings,
                registrar ->
                        registrar.on(Hook.TLS_HELLO, Phase.ROUTE, (hello, context) -> new Verdict.Drop<>("not here")));
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        RawClient client = client().connect("localhost:" + origin.port());

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> client.tls(originCa.trusted(), "localhost")))
                .isInstanceOf(java.io.IOException.class);
        assertThat(proxy.tcp().error().message()).isEqualTo("not here");
        assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.ADDON);
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void anHttpsUrlInAbsoluteFormIsFetchedOverTls() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        HttpAnswer answer = client().send("GET https://localhost:" + origin.port() + "/x HTTP/1.1\r\nHost: localhost:"
                        + origin.port() + "\r\n\r\n")
                .response();

        assertThat(answer.text()).isEqualTo("ok");
        assertThat(proxy.http().request().url()).isEqualTo("https://localhost:" + origin.port() + "/x");
        assertThat(proxy.http().server().tls().version()).isEqualTo("TLSv1.3");
        assertThat(proxy.http().client().tls()).isNull();
    }

    @Test
    void aClientHelloInSingleBytesIsIntercepted() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        try (ByteByByte dripping = ByteByByte.to(proxy.port())) {
            java.net.Socket tcp = new java.net.Socket("127.0.0.1", dripping.port());
            RawClient client = closing(RawClient.over(tcp))
                    .connect("localhost:" + origin.port())
                    .tls(trustingSteno(), "localhost");
            assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .response()
                            .text())
                    .isEqualTo("ok");
        }
    }
}
