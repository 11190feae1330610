package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.Leaf;
import dev.steno.certs.LeafMint;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.process.StenoProcess;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that rejects the certificate, over several runs of the program with one session. */
class PassThroughTest {
    @TempDir
    Path folder;

    private HttpsServer origin;
    private SSLContext trust;

    @BeforeEach
    void startTheOrigin() throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(folder.resolve("origin"));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        try (LeafMint mint = new LeafMint(authority)) {
            Leaf leaf = mint.leaf("localhost", List.of()).toCompletableFuture().get(180, TimeUnit.SECONDS);
            keys.setKeyEntry("origin", leaf.key(), new char[0], leaf.chain());
        }
        keys.setCertificateEntry("ca", authority.certificate());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        TrustManagerFactory anchors = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        anchors.init(keys);
        trust = SSLContext.getInstance("TLS");
        trust.init(managers.getKeyManagers(), anchors.getTrustManagers(), null);
        origin = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.setHttpsConfigurator(new HttpsConfigurator(trust));
        origin.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        origin.start();
    }

    @AfterEach
    void stopTheOrigin() {
        origin.stop(0);
    }

    private String authority() {
        return "localhost:" + origin.getAddress().getPort();
    }

    /** Sends a request as a client that trusts only the origin's CA; returns the response. */
    private String get(StenoProcess steno) throws Exception {
        try (Socket tcp = new Socket("127.0.0.1", steno.port())) {
            OutputStream out = tcp.getOutputStream();
            out.write(("CONNECT " + authority() + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            readHead(tcp.getInputStream());
            try (SSLSocket tls = (SSLSocket) trust.getSocketFactory()
                    .createSocket(tcp, "localhost", origin.getAddress().getPort(), true)) {
                tls.startHandshake();
                tls.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                return new String(tls.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }

    private static void readHead(InputStream in) throws Exception {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("the proxy's answer: %s", head).isNotNegative();
            head.write(next);
        }
    }

    @Test
    void itIsPassedThroughInTheNextRunTooUntilThatIsTakenBack() throws Exception {
        Path session = folder.resolve("work.steno");
        String ca = folder.resolve("origin").resolve("ca.pem").toString();
        try (StenoProcess steno = new StenoProcess(
                folder, "-s", session.toString(), "--upstream-ca", ca, "--auto-pass-through-after", "0s")) {
            for (int i = 1; i <= 3; i++) {
                assertThatThrownBy(() -> get(steno)).isInstanceOf(SSLHandshakeException.class);
                int failed = i;
                await().until(() -> Call.steno("ls", session).out().lines().count() == failed);
            }
            await().until(() -> steno.err().contains("repeatedly refused the certificate for " + authority()));
            assertThat(steno.err())
                    .as("the hint names the file to trust")
                    .contains("it does not trust Steno's CA; ")
                    .contains(steno.ca().toString());
            assertThat(get(steno)).startsWith("HTTP/1.1 200").endsWith("ok");
            await().until(() -> Call.steno("passthrough", session).out().contains(authority() + "\t1\t"));
            assertThat(Call.steno("ls", session, "--filter", "~unread").out().lines())
                    .as("tab-separated")
                    .singleElement()
                    .satisfies(line -> assertThat(line).endsWith("\tunread\t"));
            assertThat(Call.steno("ls", session, "--filter", "! ~unread").out().lines())
                    .allSatisfy(line -> assertThat(line).endsWith("\t"));
            assertThat(Call.onTerminal(100, "ls", session).out()).contains("unread");
            assertThat(Call.steno("ls", session, "--json").out()).contains("\"unread\":true", "\"unread\":false");
            assertThat(steno.out()).contains(authority() + " unread ");
            assertThat(Call.steno("passthrough", session, "--revoke", "localhost")
                            .err())
                    .contains("a process is recording to");
            assertThat(steno.terminate()).isZero();
        }
        try (StenoProcess steno = new StenoProcess(folder, "-s", session.toString(), "--upstream-ca", ca)) {
            assertThat(get(steno)).startsWith("HTTP/1.1 200").endsWith("ok");
            assertThat(steno.terminate()).isZero();
        }
        assertThat(Call.steno("passthrough", session).out())
                .startsWith("127.0.0.1\t" + authority() + "\t2\t")
                .endsWith("\tthe client refused the certificate\n");
        assertThat(Call.onTerminal(100, "passthrough", session).out())
                .startsWith("127.0.0.1 to " + authority() + ", since ")
                .contains("the client refused the certificate; 2 connections, the last at ");
        assertThat(Call.steno("passthrough", session, "--revoke", "other.test"))
                .isEqualTo(new Call(
                        ExitCode.FAILURE, "", "steno: this session has no pass-through decision for other.test\n"));
        assertThat(Call.steno("passthrough", session, "--revoke", "localhost").out())
                .isEqualTo("127.0.0.1 to " + authority() + " is intercepted again\n");
        assertThat(Call.steno("passthrough", session).out()).isEmpty();
        try (StenoProcess steno =
                new StenoProcess(folder, "-s", session.toString(), "--upstream-ca", ca, "--auto-pass-through", "off")) {
            assertThatThrownBy(() -> get(steno)).isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> get(steno)).isInstanceOf(SSLHandshakeException.class);
            assertThat(steno.terminate()).isZero();
        }
    }
}
