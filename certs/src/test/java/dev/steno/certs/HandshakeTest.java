package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes with the JDK as a client that trusts the CA, which validates the path and the host name. */
class HandshakeTest {
    @TempDir
    Path home;

    CertificateAuthority authority;

    @BeforeEach
    void aCa() throws Exception {
        authority = CertificateAuthority.open(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "127.0.0.1", "::1", "xn--bcher-kva.example"})
    void aClientThatTrustsTheCaTakesTheLeafOfItsHost(String host) throws Exception {
        assertThat(handshake(host, host)).isEqualTo("TLSv1.3");
    }

    @Test
    void aMirroredWildcardCoversTheHostsBelowIt() throws Exception {
        assertThat(handshake("example.org", "www.example.org", "*.example.org")).isEqualTo("TLSv1.3");
    }

    @ParameterizedTest
    @CsvSource({"example.org,other.example", "127.0.0.1,127.0.0.2", "example.org,127.0.0.1"})
    void aClientRefusesTheLeafOfAnotherHost(String host, String asked) {
        assertThatThrownBy(() -> handshake(host, asked)).isInstanceOf(SSLHandshakeException.class);
    }

    /** Connects with TLS and verifies the server's certificate for {@code asked}; returns the version of TLS. */
    private String handshake(String host, String asked, String... mirrored) throws Exception {
        try (LeafMint mint = new LeafMint(authority);
                SSLServerSocket server = (SSLServerSocket) context(mint.leaf(host, List.of(mirrored))
                                .toCompletableFuture()
                                .get(180, TimeUnit.SECONDS))
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server));
            try (Socket tcp = new Socket(server.getInetAddress(), server.getLocalPort());
                    SSLSocket client = (SSLSocket) trusting().getSocketFactory().createSocket(tcp, asked, 443, true)) {
                SSLParameters parameters = client.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                client.setSSLParameters(parameters);
                client.startHandshake();
                assertThat(client.getInputStream().read()).isEqualTo('!');
                return client.getSession().getProtocol();
            } finally {
                served.orTimeout(60, TimeUnit.SECONDS).join();
            }
        }
    }

    private static void serve(SSLServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write('!');
        } catch (java.io.IOException e) {
            // The client refused the certificate; the client's exception is the one that the test checks.
        }
    }

    private static SSLContext context(Leaf leaf) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(leaf.alias(), leaf.key(), new char[0], leaf.chain());
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(authority.p12()), new char[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
