package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.OpenSsl;
import dev.steno.testing.proxy.TlsProxyTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and ciphers of servers: the proxy agrees on those that curl agrees on. */
class ServerKeysTest extends TlsProxyTest {
    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";
    private static final String RSA = "rsa:2048";

    @TempDir
    Path files;

    private OpenSsl.Server server(String key, String... arguments) throws Exception {
        Path identity = OpenSsl.selfSigned(files, "localhost", key.split(" "));
        restartWith(defaults -> new ProxySettings(
                defaults.listen(),
                List.of(OpenSsl.certificate(identity)),
                false,
                defaults.timeouts().connect(),
                defaults.timeouts().idle()));
        return closing(OpenSsl.server(files, identity, arguments));
    }

    private HttpFlow get(OpenSsl.Server server, int count) throws Exception {
        RawClient client = client().connect("localhost:" + server.port())
                .tls(trustingSteno(), "localhost")
                .send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        HttpAnswer answer = client.response();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        client.close();
        return (HttpFlow) proxy.ended(count).get(count - 1);
    }

    @ParameterizedTest
    @CsvSource({
        EC,
        "ec -pkeyopt ec_paramgen_curve:P-384",
        "ec -pkeyopt ec_paramgen_curve:P-521",
        "ed25519",
        RSA,
        "rsa:4096",
        "rsa-pss -pkeyopt rsa_keygen_bits:2048"
    })
    void aServerWithAnyTypeOfKeyIsReached(String key) throws Exception {
        for (String version : List.of("-tls1_3", "-tls1_2")) {
            OpenSsl.Server server = server(key, version);

            assertThat(get(server, 1).server().tls().peerCertificates()).hasSize(1);
            assertThat(get(server, 2).error()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE-ECDSA-CHACHA20-POLY1305, " + EC,
        "ECDHE-ECDSA-AES128-SHA, " + EC,
        "ECDHE-ECDSA-AES256-SHA, " + EC,
        "ECDHE-ECDSA-AES256-SHA384, " + EC,
        "ECDHE-RSA-CHACHA20-POLY1305, " + RSA,
        "ECDHE-RSA-AES128-SHA256, " + RSA,
        "AES256-GCM-SHA384, " + RSA,
        "AES128-SHA256, " + RSA,
        "AES256-SHA, " + RSA,
        "DHE-RSA-AES128-GCM-SHA256, " + RSA,
        "DHE-RSA-AES256-SHA, " + RSA
    })
    void aServerWithAnyTls12CipherIsReached(String cipher, String key) throws Exception {
        assertThat(get(server(key, "-tls1_2", "-cipher", cipher), 1)
                        .server()
                        .tls()
                        .version())
                .isEqualTo("TLSv1.2");
    }

    @ParameterizedTest
    @CsvSource({"X25519", "P-256", "P-384", "P-521"})
    void aServerWithAnyGroupIsReached(String group) throws Exception {
        assertThat(get(server(EC, "-groups", group), 1).error()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"ec_paramgen_curve:P-256", "ec_paramgen_curve:P-521"})
    void aServerThatSelectsItsKeyBySniGetsTheName(String curve) throws Exception {
        Path right = OpenSsl.selfSigned(files, "right", "ec", "-pkeyopt", curve);
        OpenSsl.Server server =
                server(EC, "-servername", "localhost", "-cert2", right.toString(), "-key2", right.toString());
        restartWith(defaults -> new ProxySettings(
                defaults.listen(),
                List.of(OpenSsl.certificate(right)),
                false,
                defaults.timeouts().connect(),
                defaults.timeouts().idle()));

        assertThat(get(server, 1).error()).isNull();
    }

    @Test
    void aCipherThatNoEngineSupportsFailsWithTheReason() throws Exception {
        OpenSsl.Server server = server(EC, "-tls1_2", "-cipher", "ECDHE-ECDSA-ARIA128-GCM-SHA256");
        RawClient client = tlsClientOf(server);

        assertThat(client.response().text()).contains("TLS handshake with localhost:" + server.port() + " failed: ");
    }

    private RawClient tlsClientOf(OpenSsl.Server server) throws Exception {
        return client().connect("localhost:" + server.port())
                .tls(trustingSteno(), "localhost")
                .send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }
}
