package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError.Step;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.OpenSsl;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.testing.wire.Loopback;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers whose TLS fails: the client still gets a TLS handshake, and a page with the reason. */
class UpstreamTlsFailureTest extends TlsProxyTest {

    private void assertFails(ScriptedOrigin origin, String message) throws Exception {
        RawClient client = tlsClient(origin).send("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        HttpAnswer answer = client.response();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains(message).contains("at step <b>server tls");
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(Step.SERVER_TLS);
        assertThat(flow.error().message()).contains(message);
        assertThat(flow.request().path()).isEqualTo("/x");
        client.close();
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void aCertificateOfAnUnknownCaIsNotTrusted() throws Exception {
        restartWith(defaults -> defaults);

        assertFails(tlsOrigin(ScriptedOrigin.answering(OK)), "is not trusted: ");
        assertThat(proxy.http().error().message()).contains("--upstream-ca FILE");
    }

    @Test
    void anExpiredCertificateIsNotTrusted() throws Exception {
        ScriptedOrigin origin =
                closing(ScriptedOrigin.tls(originCa.expiredServer("localhost"), ScriptedOrigin.answering(OK)));

        assertFails(origin, " expired on ");
        assertThat(proxy.http().error().message())
                .contains("The server needs a new one")
                .doesNotContain("upstream-ca");
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() throws Exception {
        ScriptedOrigin origin =
                closing(ScriptedOrigin.tls(originCa.server("other.example"), ScriptedOrigin.answering(OK)));

        assertFails(origin, " is not valid for localhost but for other.example");
    }

    @Test
    void theErrorNamesAServerWithoutTls() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.in().read();
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            connection.awaitEnd();
        });

        assertFails(origin, "does not speak TLS on this port");
    }

    @Test
    void theErrorNamesAServerThatSpeaksBeforeTheHandshake() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("SSH-2.0-x\r\n");
            connection.awaitEnd();
        });
        RawClient client = client().connect("localhost:" + origin.port());
        // its first bytes arrived before the ClientHello: the tunnel is a raw stream by then
        assertThat(client.wire().readLine()).isEqualTo("SSH-2.0-x");
        client.close();
        assertThat(proxy.tcp().sentByServer()).isEqualTo(11);
    }

    @Test
    void theErrorNamesAServerThatClosesDuringTheHandshake() throws Exception {
        assertFails(origin(connection -> connection.in().read()), "TLS handshake");
    }

    @Test
    void theErrorNamesAServerThatHalfClosesDuringTheHandshake() throws Exception {
        assertFails(
                origin(connection -> {
                    connection.in().read();
                    connection.shutOutput();
                    connection.awaitEnd();
                }),
                "closed the connection during the TLS handshake");
    }

    @Test
    void theErrorNamesAServerThatRefusesTheConnectionToATlsClient() throws Exception {
        int port = Loopback.freePort();
        RawClient client = client().connect("localhost:" + port)
                .tls(trustingSteno(), "localhost")
                .send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(client.response().text()).contains("connection refused");
        assertThat(proxy.http().error().step()).isEqualTo(Step.CONNECT);
        assertThat(proxy.http().request().scheme()).isEqualTo("https");
    }

    @Test
    void anUntrustedServerGetsNoPartOfTheRequest() throws Exception {
        restartWith(defaults -> defaults);
        StringBuilder seen = new StringBuilder();
        ScriptedOrigin origin = tlsOrigin(connection -> {
            String head = connection.readHead();
            seen.append(head == null ? "" : head);
        });

        RawClient client = tlsClient(origin).send("GET /secret HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.response().status()).isEqualTo(502);
        assertThat(client.send("GET /again HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .response()
                        .status())
                .isEqualTo(502);
        assertThat(seen).isEmpty();
    }

    @Test
    void withInsecureAnyCertificateIsAccepted() throws Exception {
        restartWith(defaults -> new ProxySettings(
                defaults.listen(),
                List.of(),
                true,
                defaults.timeouts().connect(),
                defaults.timeouts().idle()));
        ScriptedOrigin origin =
                closing(ScriptedOrigin.tls(originCa.expiredServer("other.example"), ScriptedOrigin.answering(OK)));

        RawClient client = tlsClient(origin).send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(proxy.http().server().tls().peerCertificates()).isNotEmpty();
    }

    @Test
    void withInsecureACertificateThatJavaCannotParseIsAccepted() throws Exception {
        restartWith(defaults -> new ProxySettings(
                defaults.listen(),
                List.of(),
                true,
                defaults.timeouts().connect(),
                defaults.timeouts().idle()));
        Path identity = OpenSsl.selfSignedAs(originHome, "unparsed", "/", "-newkey", "rsa:2048");
        OpenSsl.Server server = closing(OpenSsl.server(originHome, identity));

        RawClient client = client().connect("localhost:" + server.port())
                .tls(trustingSteno(), "localhost")
                .send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(client.response().status()).isEqualTo(200);
        assertThat(proxy.http().server().tls().peerCertificates()).hasSize(1);
    }

    @Test
    void aHeadThatEndsWithTheConnectionIsNotAcceptedOverTls() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nA: b\r\n");
        });

        RawClient client = tlsClient(origin).send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(client.response().status()).isEqualTo(502);
        assertThat(proxy.http().error().message()).contains("closed the connection before any response");
    }
}
