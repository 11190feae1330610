package dev.steno.testing.http1;

import dev.steno.flow.Endpoint;
import dev.steno.testing.tls.TlsSockets;
import dev.steno.testing.wire.Acceptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server on loopback that runs a script for each connection and keeps all bytes that it received. */
public final class ScriptedOrigin implements AutoCloseable {

    /** Serves one connection, on a separate thread. The connection is closed when the script returns. */
    public interface Script {
        void run(Wiretap connection) throws IOException;
    }

    private final List<Wiretap> connections = new CopyOnWriteArrayList<>();
    private final Acceptor acceptor;

    private ScriptedOrigin(ServerSocketFactory sockets, Script script) throws IOException {
        acceptor = Acceptor.start(sockets, socket -> {
            Wiretap connection = new Wiretap(socket);
            connections.add(connection);
            return () -> script.run(connection);
        });
    }

    public static ScriptedOrigin plain(Script script) throws IOException {
        return new ScriptedOrigin(ServerSocketFactory.getDefault(), script);
    }

    /** A server that uses TLS from the first byte. If a handshake fails, the script ends with its exception. */
    public static ScriptedOrigin tls(SSLContext context, Script script, String... alpn) throws IOException {
        return new ScriptedOrigin(new TlsSockets(context, alpn), script);
    }

    /** Answers each request with the next answer; repeats the last answer for all further requests. */
    public static Script answering(String... answers) {
        return connection -> {
            for (int i = 0; connection.readRequest() != null; i++) {
                connection.send(answers[Math.min(i, answers.length - 1)]);
            }
        };
    }

    /** Answers each request with its number, counted across all connections. */
    public static Script counting() {
        AtomicInteger count = new AtomicInteger();
        return connection -> {
            while (connection.readRequest() != null) {
                String body = Integer.toString(count.incrementAndGet());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        };
    }

    public int port() {
        return acceptor.port();
    }

    /** {@code 127.0.0.1:port}. */
    public String authority() {
        return "127.0.0.1:" + port();
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", port());
    }

    public List<Wiretap> connections() {
        return connections;
    }

    /** The exceptions with which scripts ended. */
    public List<Throwable> failures() {
        return acceptor.failures();
    }

    /** All bytes received on the only connection; fails if there was not exactly one. */
    public String received() {
        return onlyConnection().received();
    }

    public byte[] receivedBytes() {
        return onlyConnection().receivedBytes();
    }

    private Wiretap onlyConnection() {
        if (connections.size() != 1) {
            throw new AssertionError(connections.size() + " connections instead of one");
        }
        return connections.get(0);
    }

    /** Whether any byte was received on any connection. */
    public boolean sawAnything() {
        return connections.stream().anyMatch(connection -> connection.receivedBytes().length > 0);
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }

    /** Reads to the end of the stream and discards the data. */
    public static void drain(InputStream in) throws IOException {
        in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    public static @Nullable String firstLine(@Nullable String head) {
        return head == null ? null : head.substring(0, head.indexOf("\r\n"));
    }
}
