package dev.steno.testing.http1;

import dev.steno.testing.tls.TlsSockets;
import dev.steno.testing.wire.Acceptor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** An HTTP/1.1 server for high traffic. Unlike a {@link ScriptedOrigin}, it does not keep the bytes it receives. */
public final class AnsweringOrigin implements AutoCloseable {
    private final Acceptor acceptor;

    /** Answers the requests of a connection, one after the other, on the connection's thread. */
    public interface Answers {
        /** Reads the request's body to its end and writes a whole response. */
        void answer(Head request, InputStream body, OutputStream out) throws IOException, InterruptedException;
    }

    private AnsweringOrigin(ServerSocketFactory sockets, Answers answers) throws IOException {
        acceptor = Acceptor.start(sockets, socket -> () -> serve(socket, answers));
    }

    public static AnsweringOrigin plain(Answers answers) throws IOException {
        return new AnsweringOrigin(ServerSocketFactory.getDefault(), answers);
    }

    public static AnsweringOrigin secure(SSLContext identity, Answers answers) throws IOException {
        return new AnsweringOrigin(new TlsSockets(identity), answers);
    }

    public int port() {
        return acceptor.port();
    }

    /** The failures in this server, without those caused by clients that disconnected. */
    public List<Throwable> failures() {
        return acceptor.failures();
    }

    /** Writes a 200 response with this body. */
    public static void ok(OutputStream out, String type, byte[] body) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private static void serve(Socket socket, Answers answers) throws IOException, InterruptedException {
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            for (Head head = Head.read(in); head != null; head = Head.read(in)) {
                answers.answer(head, MessageBody.of(head, in), out);
            }
        } catch (SocketException | SSLException e) {
            // the proxy was killed, or the test is over
        }
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }
}
