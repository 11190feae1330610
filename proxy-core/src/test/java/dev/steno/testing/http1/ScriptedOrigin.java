package dev.steno.testing.http1;

import dev.steno.flow.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/** A server on loopback that does to each connection exactly what its script says, and keeps all that it was sent. */
public final class ScriptedOrigin implements AutoCloseable {

    /** What a server does to one connection, on a thread of its own. The connection is closed when it returns. */
    public interface Script {
        void run(Wiretap connection) throws IOException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Wiretap> connections = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private ScriptedOrigin(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        Thread acceptor = new Thread(this::accept, "origin-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public static ScriptedOrigin plain(Script script) throws IOException {
        return new ScriptedOrigin(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), script);
    }

    /** Speaks TLS from the first byte on; a handshake that fails ends the script with the exception. */
    public static ScriptedOrigin tls(SSLContext context, Script script, String... alpn) throws IOException {
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        if (alpn.length > 0) {
            SSLParameters parameters = listener.getSSLParameters();
            parameters.setApplicationProtocols(alpn);
            listener.setSSLParameters(parameters);
        }
        return new ScriptedOrigin(listener, script);
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

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Wiretap connection = new Wiretap(socket);
                connections.add(connection);
                Thread thread = new Thread(() -> serve(connection), "origin");
                thread.setDaemon(true);
                thread.start();
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Wiretap connection) {
        try (connection) {
            script.run(connection);
        } catch (IOException | RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
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
        return failures;
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
        listener.close();
        for (Wiretap connection : connections) {
            connection.close();
        }
    }

    /** Reads to the end and drops what comes. */
    public static void drain(InputStream in) throws IOException {
        in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    public static @Nullable String firstLine(@Nullable String head) {
        return head == null ? null : head.substring(0, head.indexOf("\r\n"));
    }
}
