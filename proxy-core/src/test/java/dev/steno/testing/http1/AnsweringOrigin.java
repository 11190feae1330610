package dev.steno.testing.http1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** An HTTP/1.1 server on a free port of loopback, a thread for each connection, which are kept alive. */
public final class AnsweringOrigin implements AutoCloseable {
    private final ServerSocket listener;
    private final Answers answers;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    /** Answers one request after the other. */
    public interface Answers {
        /** Reads the request's body to its end and writes a whole response. */
        void answer(Head request, InputStream body, OutputStream out) throws IOException, InterruptedException;
    }

    private AnsweringOrigin(ServerSocket listener, Answers answers) {
        this.listener = listener;
        this.answers = answers;
        start("accept", this::accept);
    }

    public static AnsweringOrigin plain(Answers answers) throws IOException {
        return new AnsweringOrigin(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
    }

    public static AnsweringOrigin secure(SSLContext identity, Answers answers) throws IOException {
        return new AnsweringOrigin(
                identity.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What went wrong here, other than that clients left. */
    public Queue<Exception> failures() {
        return failures;
    }

    /** A response with a body at hand. */
    public static void ok(OutputStream out, String type, byte[] body) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                start("serve", () -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    failures.add(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            for (Head head = Head.read(in); head != null; head = Head.read(in)) {
                answers.answer(head, MessageBody.of(head, in), out);
            }
        } catch (SocketException | SSLException e) {
            // the proxy was killed, or the test is over
            open.remove(socket);
        } catch (IOException | InterruptedException | RuntimeException e) {
            failures.add(e);
        } finally {
            open.remove(socket);
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
