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

/** A server on loopback that does to each connection exactly what its script says, and keeps all that it was sent. */
public final class ScriptedOrigin implements AutoCloseable {

    /** What a server does to one connection, on a thread of its own. The connection is closed when it returns. */
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

    /** Speaks TLS from the first byte on; a handshake that fails ends the script with the exception. */
    public static ScriptedOrigin tls(SSLContext context, Script script, String... alpn) throws IOException {
        return new ScriptedOrigin(new TlsSockets(context, alpn), script);
    }

    /** Reads one request after the other and answers them in turn, the last answer again and again. */
    public static Script answering(String... answers) {
        return connection -> {
            for (int i = 0; connection.readRequest() != null; i++) {
                connection.send(answers[Math.min(i, answers.length - 1)]);
            }
        };
    }

    /** Answers each request with a number that rises over all connections. */
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

    /** What made scripts end early. */
    public List<Throwable> failures() {
        return acceptor.failures();
    }

    /** Everything that arrived at the one connection. */
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

    /** Whether any connection brought even one byte. */
    public boolean sawAnything() {
        return connections.stream().anyMatch(connection -> connection.receivedBytes().length > 0);
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }

    /** Reads to the end and drops what comes. */
    public static void drain(InputStream in) throws IOException {
        in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    public static @Nullable String firstLine(@Nullable String head) {
        return head == null ? null : head.substring(0, head.indexOf("\r\n"));
    }
}
