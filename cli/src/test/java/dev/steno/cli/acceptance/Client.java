package dev.steno.cli.acceptance;

import dev.steno.testing.http1.Head;
import dev.steno.testing.http1.MessageBody;
import dev.steno.testing.tls.TlsSockets;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A connection of a client that keeps it alive: to a server, or through a proxy. For one thread; any may close it. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String[] TLS = {"TLSv1.2", "TLSv1.3"};

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Client(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
    }

    /** To a port of this machine in the clear. */
    static Client plain(int port) throws IOException {
        return new Client(socket(port));
    }

    /** To a port of this machine under TLS, asking for a name. */
    static Client secure(int port, String name, SSLContext trust) throws IOException {
        return new Client(TlsSockets.client(trust, socket(port), name, TLS));
    }

    /** Through a proxy to a server under TLS. */
    static Client tunnel(int proxy, String host, int port, SSLContext trust) throws IOException {
        Client client = plain(proxy);
        String authority = host + ":" + port;
        client.send(new Head("CONNECT " + authority + " HTTP/1.1", List.of("Host: " + authority)));
        Head answer = client.head();
        if (answer.status() != 200) {
            throw new IOException(answer.toString());
        }
        return new Client(TlsSockets.client(trust, client.socket, host, TLS));
    }

    private static Socket socket(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    /** Sends a request without a body. */
    Client get(String target, String host) throws IOException {
        return send(new Head("GET " + target + " HTTP/1.1", List.of("Host: " + host, "Accept: */*")));
    }

    Client send(Head head) throws IOException {
        out.write(head.bytes());
        out.flush();
        return this;
    }

    /** Where bodies are written to. */
    OutputStream out() {
        return out;
    }

    /** The head of the next response. */
    Head head() throws IOException {
        Head head = Head.read(in);
        if (head == null) {
            throw new IOException("the connection was closed");
        }
        return head;
    }

    /** The body that follows a response's head. */
    InputStream body(Head head) {
        return MessageBody.of(head, in);
    }

    /** The next response's body, where its status is 200. */
    byte[] answer() throws IOException {
        Head head = head();
        byte[] body = body(head).readAllBytes();
        if (head.status() != 200) {
            throw new IOException(head + "\n" + new String(body, StandardCharsets.ISO_8859_1));
        }
        return body;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
