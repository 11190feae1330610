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

/** A client's persistent connection to a server or through a proxy. For one thread; any thread may close it. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 180_000;
    private static final String[] TLS = {"TLSv1.2", "TLSv1.3"};

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Client(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
    }

    /** Connects to a local port in cleartext. */
    static Client plain(int port) throws IOException {
        return new Client(socket(port));
    }

    /** Connects to a local port over TLS, with this server name. */
    static Client secure(int port, String name, SSLContext trust) throws IOException {
        return new Client(TlsSockets.client(trust, socket(port), name, TLS));
    }

    /** Connects through a proxy to a server over TLS. */
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

    /** The stream for request bodies. */
    OutputStream out() {
        return out;
    }

    /** Reads the head of the next response. */
    Head head() throws IOException {
        Head head = Head.read(in);
        if (head == null) {
            throw new IOException("the connection was closed");
        }
        return head;
    }

    /** The body that follows a response head. */
    InputStream body(Head head) {
        return MessageBody.of(head, in);
    }

    /** Reads the next response, which must have status 200; returns its body. */
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
