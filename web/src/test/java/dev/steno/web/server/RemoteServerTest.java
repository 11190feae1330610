package dev.steno.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.LeafMint;
import dev.steno.flow.Endpoint;
import dev.steno.testing.tls.TestCa;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is bound to all addresses of the machine: TLS, except for programs on the machine itself. */
class RemoteServerTest {
    private static final String HOST = "steno.test";

    @TempDir
    Path home;

    private ApiServer server;
    private CertificateAuthority ca;

    @BeforeEach
    void start() throws IOException {
        ca = CertificateAuthority.open(home);
        try (LeafMint mint = new LeafMint(ca)) {
            server = ApiServer.bind(new Endpoint("0.0.0.0", 0), false);
            Guard guard = new Guard(WebToken.open(home), new HostNames(List.of(HOST)), false, System::nanoTime);
            Route page = new Route("GET", "/", "", request -> ApiResponse.text("text/html", "page"));
            server.start(
                    new Router(List.of(page)),
                    guard,
                    mint.leaf(HOST, List.of()).toCompletableFuture().join());
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connect(InetAddress address) throws IOException {
        Socket socket = new Socket(address, server.address().getPort());
        socket.setSoTimeout(180_000);
        return socket;
    }

    private static String get(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aProgramOnThisMachineNeedsNoTls() throws Exception {
        try (Socket socket = connect(InetAddress.getLoopbackAddress())) {
            assertThat(get(socket)).startsWith("HTTP/1.1 200").endsWith("page");
        }
    }

    @Test
    void overTlsItShowsACertificateOfTheCa() throws Exception {
        try (Socket plain = connect(InetAddress.getLoopbackAddress());
                Socket tls = TestCa.trusting(ca.certificateFile())
                        .getSocketFactory()
                        .createSocket(plain, HOST, server.address().getPort(), true)) {
            assertThat(get(tls)).startsWith("HTTP/1.1 200").endsWith("page");
        }
    }

    @Test
    void fromAnotherAddressHttpWithoutTlsIsRefused() throws Exception {
        Optional<InetAddress> other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeTrue(other.isPresent(), "this machine has no address but loopback");
        try (Socket socket = connect(other.get())) {
            assertThat(((InetSocketAddress) socket.getLocalSocketAddress()).getAddress())
                    .as("the kernel's choice, which the server sees")
                    .isEqualTo(other.get());
            assertThat(get(socket)).startsWith("HTTP/1.1 421").contains("open https://");
        }
    }
}
