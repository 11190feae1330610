package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import dev.steno.testing.tls.TlsSockets;
import dev.steno.testing.wire.Acceptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Closed connections leave no objects on the heap, even before a timeout expires: the timeouts here are the defaults,
 * minutes.
 */
@Timeout(600)
class ClosedConnectionsTest {
    private static final int SILENT = 10_000;
    private static final int HTTP_1 = 8_800;
    private static final int HTTP_2 = 1_100;
    private static final int TUNNELS = 100;

    /**
     * Upper bound on heap growth in bytes. A connection that is kept takes at least 5 KB and about forty objects, so
     * the test fails if one in fifty is kept.
     */
    private static final long MOST_BYTES = 1_600_000;

    private static final long MOST_OBJECTS = 20_000;

    @TempDir
    Path folder;

    /**
     * Connects. Some clients close in order, others with a reset, since the ports of the former are not free again
     * immediately.
     */
    private static Socket connect(int number, int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoLinger(number % 3 > 0, 0);
        socket.setSoTimeout(180_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** Sends a request and reads its response. */
    private static void ask(int number, int port, byte[] request, String ending) throws IOException {
        try (Socket socket = connect(number, port)) {
            socket.getOutputStream().write(request);
            read(socket.getInputStream(), ending);
        }
    }

    private static void read(InputStream in, String ending) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] piece = new byte[4096];
        while (read.indexOf(ending) < 0) {
            int count = in.read(piece);
            assertThat(count).as("after " + read).isPositive();
            read.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
        }
    }

    /** The connection preface, empty SETTINGS, and a GET in literal header fields (RFC 7541, 6.2.3). */
    private static byte[] http2(int port) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String[] fields = {":method", "GET", ":scheme", "http", ":authority", "127.0.0.1:" + port, ":path", "/"};
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0x10);
            for (String text : List.of(fields[i], fields[i + 1])) {
                block.write(text.length());
                block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        all.writeBytes(new byte[] {0, 0, (byte) block.size(), 1, 5, 0, 0, 0, 1});
        all.writeBytes(block.toByteArray());
        return all.toByteArray();
    }

    private static void throughATunnel(int number, int port, int target, SSLContext tls) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(180_000);
            socket.getOutputStream()
                    .write(("CONNECT 127.0.0.1:" + target + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            read(socket.getInputStream(), "\r\n\r\n");
            SSLSocket inner =
                    (SSLSocket) tls.getSocketFactory().createSocket(socket, "127.0.0.1", target, number % 2 == 0);
            inner.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            read(inner.getInputStream(), "\r\n\r\nok");
            if (number % 2 == 0) {
                inner.close();
            }
        }
    }

    /** Answers each request until the peer closes the connection. */
    private static void serve(Socket socket) {
        byte[] piece = new byte[4096];
        try {
            while (socket.getInputStream().read(piece) > 0) {
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException left) {
            // expected: some clients reset the connection
        }
    }

    private static SSLContext trustful() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trustful()}, null);
        return context;
    }

    private static final class Trustful implements X509TrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {
            // the test does not verify certificates
        }

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {
            // the test does not verify certificates
        }

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }

    private static void all(int port, int plain, int tls, SSLContext client, int share) throws Exception {
        byte[] toServer = ("GET http://127.0.0.1:" + plain + "/ HTTP/1.1\r\nHost: x\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] toSteno = "GET http://steno.internal/ HTTP/1.1\r\nHost: steno.internal\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] http2 = http2(plain);
        for (int i = 0; i < SILENT / share; i++) {
            connect(i, port).close();
        }
        for (int i = 0; i < HTTP_1 / share; i++) {
            if (i % 4 == 0) {
                ask(i, port, toServer, "\r\n\r\nok");
            } else {
                ask(i, port, toSteno, "\r\n\r\n");
            }
        }
        for (int i = 0; i < HTTP_2 / share; i++) {
            ask(i, port, http2, "ok");
        }
        for (int i = 0; i < TUNNELS / share; i++) {
            throughATunnel(i, port, tls, client);
        }
    }

    @Test
    void twentyThousandConnectionsThatAreOverLeaveNothingOnTheHeap() throws Exception {
        SSLContext client = trustful();
        Identity identity = Identity.make(folder.resolve("origin"));
        try (Acceptor plainOrigin = Acceptor.start(socket -> () -> serve(socket));
                Acceptor tlsOrigin = Acceptor.start(new TlsSockets(identity.server()), socket -> () -> serve(socket));
                StenoProcess steno = StenoProcess.unwatched(folder, "--session", "none", "--insecure", "--quiet")) {
            int plain = plainOrigin.port();
            int tls = tlsOrigin.port();
            int port = steno.port();
            all(port, plain, tls, client, 50); // warm-up: loads the classes
            Heap before = Heap.of(steno.pid());
            all(port, plain, tls, client, 1);

            assertThat(steno.err()).doesNotContain("Exception", "hardware address");
            await().pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                Heap after = Heap.of(steno.pid());
                assertThat(after.wire() - before.wire()).as(after.largest()).isLessThan(MOST_OBJECTS);
                assertThat(after.bytes() - before.bytes()).as(after.largest()).isLessThan(MOST_BYTES);
            });
        }
    }
}
