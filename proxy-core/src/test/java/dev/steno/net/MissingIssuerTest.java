package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.upstream.IssuerFetch;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.process.OpenSsl;
import dev.steno.testing.proxy.TlsProxyTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that do not send their intermediate certificate: Steno fetches it from the URL in the certificate (RFC 5280,
 * 4.2.2.1).
 */
class MissingIssuerTest extends TlsProxyTest {
    @TempDir
    Path files;

    private Path root;
    private Path between;

    @BeforeEach
    void authorities() throws Exception {
        root = OpenSsl.authority(files, "root");
        between = OpenSsl.authority(files, "between", root);
        restartWith(defaults -> new ProxySettings(
                defaults.listen(),
                List.of(OpenSsl.certificate(root)),
                false,
                defaults.timeouts().connect(),
                defaults.timeouts().idle()));
    }

    private OpenSsl.Server server(String... urls) throws Exception {
        String aia = "authorityInfoAccess="
                + String.join(
                        ",",
                        List.of(urls).stream()
                                .map(url -> "caIssuers;URI:" + url)
                                .toList());
        Path leaf =
                urls.length == 0 ? OpenSsl.signed(files, "leaf", between) : OpenSsl.signed(files, "leaf", between, aia);
        return closing(OpenSsl.server(files, leaf));
    }

    private HttpAnswer get(OpenSsl.Server server) throws Exception {
        RawClient client = client().connect("localhost:" + server.port())
                .tls(trustingSteno(), "localhost")
                .send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        HttpAnswer answer = client.response();
        client.close();
        return answer;
    }

    private byte[] der() throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(OpenSsl.certificate(between))))
                .getEncoded();
    }

    private ScriptedOrigin serving(byte[] body) throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(
                ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        return origin(connection -> {
            connection.readHead();
            connection.socket().getOutputStream().write(whole.toByteArray());
            connection.awaitEnd();
        });
    }

    private static String url(ScriptedOrigin origin) {
        return "http://127.0.0.1:" + origin.port() + "/between.der?x=1";
    }

    @Test
    void aMissingIssuerIsFetchedOnce() throws Exception {
        ScriptedOrigin authority = serving(der());
        OpenSsl.Server server = server(url(authority));

        assertThat(get(server).status()).isEqualTo(200);
        assertThat(get(server).status()).isEqualTo(200);

        assertThat(authority.received())
                .startsWith("GET /between.der?x=1 HTTP/1.1\r\n")
                .containsIgnoringCase("host: 127.0.0.1:" + authority.port())
                .doesNotContainIgnoringCase("user-agent");
        assertThat(((HttpFlow) proxy.ended(2).get(0)).server().tls().peerCertificates())
                .hasSize(1);
    }

    @Test
    void theNextUrlIsTriedIfOneFails() throws Exception {
        ScriptedOrigin broken = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            connection.awaitEnd();
        });

        assertThat(get(server(url(broken), url(serving(der())))).status()).isEqualTo(200);
    }

    @Test
    void withoutAUrlTheErrorNamesTheMissingIssuer() throws Exception {
        assertThat(get(server()).text())
                .contains("the certificate of CN=between")
                .contains("a missing intermediate")
                .contains("--upstream-ca FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 Moved\r\nLocation: http://127.0.0.1:1/", "404 Not Found", "500 Oops"})
    void anUnusableResponseIsReported(String status) throws Exception {
        ScriptedOrigin broken = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
            connection.awaitEnd();
        });

        assertThat(get(server(url(broken))).text())
                .contains("CN=between")
                .contains("It cannot be fetched from " + url(broken).replace("&", "&amp;"))
                .contains("the response status is " + status.substring(0, 3));
    }

    @Test
    void anOversizedResponseIsNotRead() throws Exception {
        assertThat(get(server(url(serving(new byte[IssuerFetch.LONGEST + 1])))).text())
                .contains("It cannot be fetched from ");
    }

    @Test
    void aCertificateThatIsNotTheIssuerIsNotAccepted() throws Exception {
        byte[] other = Files.readAllBytes(OpenSsl.certificate(OpenSsl.authority(files, "other")));

        assertThat(get(server(url(serving(other)))).text()).contains("CN=between");
    }

    @Test
    void aUrlOfTheProxyItselfIsNotFetched() throws Exception {
        assertThat(get(server("http://127.0.0.1:" + proxy.port() + "/")).text())
                .contains("It cannot be fetched from http://127.0.0.1:" + proxy.port() + "/")
                .contains("this proxy");
    }

    @Test
    void aUrlThatDoesNotAnswerTimesOut() throws Exception {
        ScriptedOrigin silent = origin(Wiretap::awaitEnd);

        assertThat(get(server(url(silent))).text()).contains("no response within 5 s");
    }
}
