package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.OpenSsl;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.testing.wire.Acceptor;
import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS whose two ends agree on a protocol other than HTTP: decrypted, and recorded as messages. */
class ForeignProtocolTest extends TlsProxyTest {
    @TempDir
    Path files;

    private List<String> said() {
        return proxy.messages().stream()
                .map(message -> (message.direction().isFromClient() ? ">" : "<")
                        + new String(message.data(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "postgresql", "imap", "x-custom"})
    void dataIsRecordedAsMessagesWithTheFactsOfBothTlsSessions(String protocol) throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    assertThat(connection.readText(5)).isEqualTo("hello");
                    connection.send("world!");
                    connection.awaitEnd();
                },
                "other",
                protocol);
        RawClient client = tlsClient(origin, protocol);

        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo(protocol);
        client.send("hello");
        assertThat(client.wire().readText(6)).isEqualTo("world!");
        client.close();

        assertThat(origin.failures()).isEmpty();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.protocol()).isEqualTo(protocol);
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.target().port()).isEqualTo(origin.port());
        assertThat(flow.client().tls().sni()).isEqualTo("localhost");
        assertThat(flow.client().tls().alpnOffers()).containsExactly(protocol);
        assertThat(flow.client().tls().alpn()).isEqualTo(protocol);
        assertThat(flow.client().tls().minted().der())
                .isEqualTo(
                        client.tlsSocket().getSession().getPeerCertificates()[0].getEncoded());
        assertThat(flow.server().tls().alpnOffers()).containsExactly(protocol);
        assertThat(flow.server().tls().alpn()).isEqualTo(protocol);
        assertThat(flow.server().tls().version()).isEqualTo("TLSv1.3");
        assertThat(flow.server().tls().peerCertificates()).isNotEmpty();
        assertThat(flow.sentByClient()).isEqualTo(5);
        assertThat(flow.sentByServer()).isEqualTo(6);
        assertThat(said()).containsExactly(">hello", "<world!");
        assertThat(proxy.messages()).extracting(Message::time).isSorted().allMatch(time -> time >= flow.started());
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void dataOfAServerThatSpeaksFirstReachesASilentClient() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    connection.send("* OK ready\r\n");
                    assertThat(connection.readLine()).isEqualTo("a LOGOUT");
                    connection.send("* BYE\r\n");
                },
                "imap");
        RawClient client = tlsClient(origin, "imap");

        assertThat(client.wire().readLine()).isEqualTo("* OK ready");
        client.send("a LOGOUT\r\n");
        assertThat(client.wire().readToEnd()).isEqualTo("* BYE\r\n");
        client.close();
        proxy.tcp();
        assertThat(said()).containsExactly("<* OK ready\r\n", ">a LOGOUT\r\n", "<* BYE\r\n");
    }

    @Test
    void bytesLikeARequestAreNotReadAsHttpIfAnotherProtocolWasAgreedOn() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    connection.readText(18);
                    connection.send("echo");
                },
                "x-custom");
        RawClient client = tlsClient(origin, "h2", "http/1.1", "x-custom");

        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("x-custom");
        assertThat(client.send("GET / HTTP/1.1\r\n\r\n").wire().readToEnd()).isEqualTo("echo");
        client.close();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.protocol()).isEqualTo("x-custom");
        assertThat(flow.server().tls().alpnOffers()).containsExactly("h2", "http/1.1", "x-custom");
        assertThat(said()).containsExactly(">GET / HTTP/1.1\r\n\r\n", "<echo");
    }

    @Test
    void httpIsReadIfTheServerChoosesItAmongOthers() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
        RawClient client = tlsClient(origin, "x-custom", "http/1.1");

        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("http/1.1");
        assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .response()
                        .text())
                .isEqualTo("ok");
        HttpFlow flow = proxy.http();
        assertThat(flow.response().status()).isEqualTo(200);
        assertThat(flow.server().tls().alpnOffers()).containsExactly("x-custom", "http/1.1");
    }

    @Test
    void ifTheServerChoosesNoProtocolTheFirstBytesDecide() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readText(3);
            connection.send("ok");
        });
        RawClient client = tlsClient(origin, "mqtt");

        assertThat(client.tlsSocket().getApplicationProtocol()).isEmpty();
        assertThat(client.send("\u0010\u0002a").wire().readToEnd()).isEqualTo("ok");
        client.close();
        assertThat(proxy.tcp().protocol()).isEqualTo("tcp");
        assertThat(proxy.tcp().client().tls().alpn()).isNull();
    }

    @Test
    void aServerThatSupportsNoneOfTheProtocolsFailsTheClientsHandshake() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> connection.readText(1), "imap");
        RawClient client = client().connect("localhost:" + origin.port());

        assertThat(catchThrowable(() -> client.tls(trustingSteno(), "localhost", "mqtt")))
                .isInstanceOf(IOException.class);
        client.close();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.protocol()).isEqualTo("tls");
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.SERVER_TLS);
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void aServerThatRefusesFailsTheClientsHandshakeAndIsRecordedOnce() throws Exception {
        RawClient client = client().connect("127.0.0.1:" + Loopback.freePort());

        assertThat(catchThrowable(() -> client.tls(trustingSteno(), "127.0.0.1", "mqtt")))
                .isInstanceOf(IOException.class);
        client.close();
        assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.CONNECT);
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void aServerWithAnUntrustedCertificateGetsNothing() throws Exception {
        restartWith(defaults -> defaults);
        ScriptedOrigin origin = tlsOrigin(connection -> connection.readText(1), "mqtt");
        RawClient client = client().connect("localhost:" + origin.port());

        assertThat(catchThrowable(() -> client.tls(trustingSteno(), "localhost", "mqtt")))
                .isInstanceOf(IOException.class);
        assertThat(proxy.tcp().error().message()).contains("is not trusted", "--upstream-ca");
    }

    @Test
    void aConnectionForAcmeIsPassedThroughToTheServersOwnCertificate() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> connection.awaitEnd(), "acme-tls/1");
        RawClient client = client().connect("localhost:" + origin.port())
                .tls(originCa.trusted(), "localhost", "acme-tls/1"); // the client speaks TLS with the server itself

        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("acme-tls/1");
        client.close();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.protocol()).isEqualTo("tls");
        assertThat(flow.client().tls().alpnOffers()).containsExactly("acme-tls/1");
        assertThat(flow.client().tls().minted()).isNull();
        assertThat(flow.sentByServer()).isGreaterThan(200);
        assertThat(proxy.messages()).isEmpty();
    }

    @Test
    void greaseProtocolsAreNotOfferedToTheServer() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
        RawClient client = tlsClient(origin, "\u001a\u001a", "http/1.1");

        client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").response();
        assertThat(proxy.http().server().tls().alpnOffers()).containsExactly("http/1.1");
    }

    @Test
    void allDataSentBeforeEitherEndClosedTlsArrives() throws Exception {
        byte[] much = noise(300_000);
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    assertThat(connection.readExactly(much.length)).isEqualTo(much);
                    assertThat(connection.in().read()).isEqualTo(-1);
                },
                "x-custom");
        RawClient client = tlsClient(origin, "x-custom").send(much);
        client.tlsSocket().shutdownOutput(); // close_notify; the TCP connection stays open

        assertThat(client.wire().readToEnd()).isEmpty();
        Awaitility.await().until(() -> origin.connections().get(0).socket().isClosed());
        assertThat(origin.failures()).isEmpty();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.sentByClient()).isEqualTo(much.length);
    }

    /** A connection that is closed with unread bytes is reset, and the peer loses what it has not yet received. */
    @Test
    void allDataSentBeforeAClientClosedTlsArrivesAtAServerThatStillSends() throws Exception {
        byte[] some = noise(1 << 20);
        byte[] piece = noise(64 << 10);
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    Acceptor.daemon("pour", () -> {
                        try {
                            while (true) { // until the connection ends
                                connection.send(piece);
                                sent.addAndGet(piece.length);
                            }
                        } catch (IOException end) {
                            // the proxy reads no more
                        }
                    });
                    ended.orTimeout(180, TimeUnit.SECONDS).join();
                    assertThat(connection.readExactly(some.length)).isEqualTo(some);
                    assertThat(connection.in().read()).isEqualTo(-1);
                },
                "x-custom");
        RawClient client = tlsClient(origin, "x-custom");
        BackPressureTest.settled(sent::get);
        client.send(some);
        client.tlsSocket().shutdownOutput();
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
        ended.complete(null);

        Awaitility.await().until(() -> origin.connections().get(0).socket().isClosed());
        assertThat(origin.failures()).isEmpty();
    }

    @Test
    void allDataThatAServerSentBeforeItClosedTlsArrives() throws Exception {
        byte[] much = noise(300_000);
        ScriptedOrigin origin = tlsOrigin(connection -> connection.send(much), "x-custom");
        RawClient client = tlsClient(origin, "x-custom");

        assertThat(client.wire().readToEnd()).isEqualTo(new String(much, StandardCharsets.ISO_8859_1));
        client.close();
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.tcp().sentByServer()).isEqualTo(much.length);
    }

    // ---- openssl

    @Test
    void opensslAtBothEndsAgreesOnAProtocolAndItsLinesAreRecorded() throws Exception {
        Path identity = OpenSsl.selfSigned(files, "localhost");
        try (OpenSsl.Server server = OpenSsl.talker(files, identity, "-alpn", "mqtt,imap", "-rev")) {
            restartWith(defaults -> new ProxySettings(
                    defaults.listen(),
                    List.of(files.resolve("localhost.crt")),
                    false,
                    defaults.timeouts().connect(),
                    defaults.timeouts().idle()));
            String printed = OpenSsl.call(
                    "live\n",
                    "s_client",
                    "-proxy",
                    "127.0.0.1:" + proxy.port(),
                    "-connect",
                    "localhost:" + server.port(),
                    "-servername",
                    "localhost",
                    "-verify_return_error",
                    "-CAfile",
                    proxy.authority().certificateFile().toString(),
                    "-alpn",
                    "x-custom,mqtt");

            assertThat(printed).contains("ALPN protocol: mqtt", "Verify return code: 0 (ok)");
            TcpFlow flow = proxy.tcp();
            assertThat(flow.protocol()).isEqualTo("mqtt");
            assertThat(flow.server().tls().alpnOffers()).containsExactly("x-custom", "mqtt");
            assertThat(said()).startsWith(">live\n");
        }
    }
}
