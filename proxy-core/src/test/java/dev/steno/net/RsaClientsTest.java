package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.OpenSsl;
import dev.steno.testing.proxy.TlsProxyTest;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that accept only one type of key, in a tunnel and at a listener with TLS. */
class RsaClientsTest extends TlsProxyTest {

    @ParameterizedTest
    @CsvSource({
        "RSA, -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256",
        "RSA, -tls1_2 -cipher ECDHE-RSA-CHACHA20-POLY1305",
        "RSA, -tls1_2 -cipher AES128-SHA",
        "RSA, -tls1_2 -sigalgs RSA+SHA256",
        "RSA, -tls1_3 -sigalgs rsa_pss_rsae_sha256:RSA+SHA256",
        "RSA, -sigalgs rsa_pss_rsae_sha256:RSA+SHA256",
        "RSA, -tls1_2 -groups X25519:P-384",
        "EC, -tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256",
        "EC, -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256",
        "EC, -tls1_2",
        "EC, -tls1_3",
        "EC, -tls1_3 -sigalgs ECDSA+SHA256"
    })
    void theLeafHasAKeyThatTheClientAccepts(String key, String arguments) throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        String said = call(arguments, "-proxy", "127.0.0.1:" + proxy.port(), "-connect", "localhost:" + origin.port());

        assertThat(said).contains("200 OK");
        assertThat(minted()).isEqualTo(key);
    }

    private String minted() throws Exception {
        byte[] der = ((HttpFlow) proxy.ended(1).get(0)).client().tls().minted().der();
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der))
                .getPublicKey()
                .getAlgorithm();
    }

    private static String call(String arguments, String... to) throws Exception {
        List<String> all = new ArrayList<>(List.of("s_client", "-ign_eof", "-servername", "localhost"));
        all.addAll(List.of(to));
        all.addAll(List.of(arguments.split(" ")));
        return OpenSsl.call("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", all.toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256",
        "-tls1_2 -cipher AES128-SHA",
        "-tls1_3 -sigalgs rsa_pss_rsae_sha256:RSA+SHA256"
    })
    void theLeafOfTheListenerHasAKeyThatTheClientAccepts(String arguments) throws Exception {
        assertThat(call(arguments, "-connect", "127.0.0.1:" + proxy.port()))
                .contains("Server public key is 2048 bit")
                .contains("HTTP/1.1 ");
    }

    @Test
    void leavesOfBothKeyTypesAreCachedAtTheSameTime() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        String[] to = {"-proxy", "127.0.0.1:" + proxy.port(), "-connect", "localhost:" + origin.port()};
        for (int i = 0; i < 2; i++) {
            call("-tls1_3", to);
            call("-tls1_2 -cipher AES128-SHA", to);
        }

        assertThat(proxy.minted()).isEqualTo(2);
    }
}
