package dev.steno.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.process.StenoProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers send data that is held on the heap, to a proxy with a heap of 96 MB: it survives, serves other clients and
 * records them.
 */
@Timeout(600)
class SmallHeapTest {
    private static final int ROUNDS = 30;

    /** A port without a server, so that the proxy does not fetch a server's certificate before it shows its own. */
    private static final int NOBODY = 1;

    @TempDir
    Path folder;

    private ScriptedOrigin origin;

    @BeforeEach
    void listen() throws IOException {
        origin = ScriptedOrigin.plain(SmallHeapTest::serve);
    }

    @AfterEach
    void end() throws IOException {
        origin.close();
    }

    /** Answers as the path says: normally, or with more than a proxy should buffer. */
    private static void serve(Wiretap connection) throws IOException {
        String path = connection.readHead().split(" ")[1];
        String fields = "a:b\r\n".repeat(path.equals("/interim") ? 50_000 : 4_500);
        for (int i = 0; i < 45 && path.startsWith("/interim"); i++) {
            connection.send("HTTP/1.1 103 Early Hints\r\n" + fields + "\r\n");
        }
        connection.send(
                path.equals("/trailers")
                        ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n" + fields + "\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    }

    private byte[] ask(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(180_000);
            socket.getOutputStream()
                    .write(("GET http://127.0.0.1:" + origin.port() + path
                                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(ISO_8859_1));
            return socket.getInputStream().readAllBytes();
        }
    }

    @Test
    void interimResponsesAndTrailersDoNotFillIt() throws Exception {
        try (StenoProcess steno = StenoProcess.withHeap(
                folder, "96m", "--session", folder.resolve("a.steno").toString())) {
            int port = steno.port();
            for (int i = 0; i < ROUNDS; i++) {
                for (String path : new String[] {"/interim", "/interim-small", "/trailers"}) {
                    ask(port, path);
                }
                assertThat(new String(ask(port, "/other" + i), ISO_8859_1)).endsWith("ok");
            }
            assertThat(steno.terminate()).as(steno.err()).isZero();
            assertThat(steno.err()).doesNotContain("OutOfMemory");
        }
        assertRecorded(4 * ROUNDS);
    }

    @Test
    void refusalsOfClientsThatNeverLookTheSameDoNotFillIt() throws Exception {
        int refusals = 1_500;
        try (StenoProcess steno = StenoProcess.withHeap(
                folder, "96m", "--session", folder.resolve("a.steno").toString())) {
            int port = steno.port();
            for (int i = 0; i < refusals; i++) {
                refuse(port, i);
            }
            assertThat(new String(ask(port, "/other"), ISO_8859_1)).endsWith("ok");
            assertThat(steno.terminate()).as(steno.err()).isZero();
            assertThat(steno.err()).doesNotContain("OutOfMemory");
            assertThat(steno.err().lines().filter(line -> line.contains("refused the certificate")))
                    .hasSizeBetween(1, 200);
        }
        assertRecorded(refusals + 1);
    }

    /** A TLS 1.2 handshake that ends with the alert unknown_ca, sent unencrypted, before keys are negotiated. */
    private void refuse(int port, int number) throws IOException {
        try (RawClient client = RawClient.to(port).connect("127.0.0.1:" + NOBODY)) {
            client.send(hello(number));
            InputStream in = client.wire().in();
            assertThat(in.read()).as("a ServerHello").isEqualTo(22);
            in.skipNBytes(in.available());
            client.send(new byte[] {21, 3, 3, 0, 2, 2, 48});
            in.readAllBytes();
        } catch (java.net.SocketException reset) {
            // the proxy may have closed the connection, which is as good
        }
    }

    /** A ClientHello (RFC 5246, 7.4.1.2) with several thousand unknown extensions. */
    private static byte[] hello(int number) {
        ByteArrayOutputStream extensions = new ByteArrayOutputStream();
        extension(extensions, 10, 0, 2, 0, 23); // supported_groups: secp256r1
        extension(extensions, 11, 1, 0); // ec_point_formats: uncompressed
        extension(extensions, 13, 0, 4, 4, 3, 4, 1); // ecdsa_secp256r1_sha256, rsa_pkcs1_sha256
        extension(extensions, 20_000 + number);
        for (int i = 0; i < 3_400; i++) {
            extension(extensions, 1000 + i);
        }
        ByteBuffer hello = ByteBuffer.allocate(extensions.size() + 100);
        hello.putShort((short) 0x303).put(new byte[32]).put((byte) 0);
        hello.putShort((short) 4).putShort((short) 0xc02b).putShort((short) 0xc02f);
        hello.put((byte) 1).put((byte) 0);
        hello.putShort((short) extensions.size()).put(extensions.toByteArray());
        int length = hello.position();
        ByteBuffer record = ByteBuffer.allocate(length + 9);
        record.put((byte) 22).putShort((short) 0x301).putShort((short) (length + 4));
        record.put((byte) 1).put((byte) 0).putShort((short) length);
        record.put(hello.array(), 0, length);
        return record.array();
    }

    private static void extension(ByteArrayOutputStream out, int type, int... data) {
        out.write(type >> 8);
        out.write(type);
        out.write(0);
        out.write(data.length);
        for (int one : data) {
            out.write(one);
        }
    }

    private void assertRecorded(int flows) {
        await().untilAsserted(() -> {
            Call ls = Call.steno("ls", folder.resolve("a.steno"));
            assertThat(ls.err()).isEmpty();
            assertThat(ls.out().lines().count()).isGreaterThanOrEqualTo(flows);
        });
    }
}
