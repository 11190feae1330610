package dev.steno.cli;

import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.Leaf;
import dev.steno.certs.LeafMint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A web server for the rehearsal, on a free port of loopback: answers each request with a line of JSON. The certificate for
 * TLS is of a CA of its own. Each connection has its thread.
 */
final class RehearsalOrigin implements AutoCloseable {
    private static final char[] NO_PASSWORD = new char[0];
    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n"
                    + "Server: rehearsal\r\n\r\n{\"steno\":true}")
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket socket;

    private RehearsalOrigin(ServerSocket socket) {
        this.socket = socket;
        Thread thread = new Thread(this::accept, "rehearsal-origin");
        thread.setDaemon(true);
        thread.start();
    }

    static RehearsalOrigin plain() throws IOException {
        return new RehearsalOrigin(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** @param ca the folder of the origin's CA, which is created there as {@code ca.pem} */
    static RehearsalOrigin overTls(Path ca) throws IOException {
        try (LeafMint mint = new LeafMint(CertificateAuthority.open(ca))) {
            Leaf leaf = mint.leaf("localhost", List.of("127.0.0.1"))
                    .toCompletableFuture()
                    .join();
            return new RehearsalOrigin(context(leaf.key(), leaf.chain())
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        }
    }

    private static SSLContext context(PrivateKey key, Certificate[] chain) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("origin", key, NO_PASSWORD, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread thread = new Thread(() -> answer(client), "rehearsal-answer");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void answer(Socket client) {
        try (client) {
            while (readHead(client.getInputStream())) {
                client.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a request without a body; false at the end of the connection. */
    private static boolean readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
