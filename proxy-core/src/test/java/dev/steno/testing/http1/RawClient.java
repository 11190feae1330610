package dev.steno.testing.http1;

import dev.steno.testing.tls.TlsSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that sends exact bytes to the proxy. */
public final class RawClient implements AutoCloseable {
    private Wiretap connection;

    private RawClient(Wiretap connection) {
        this.connection = connection;
    }

    /** Connects to a port of loopback. */
    public static RawClient to(int port) throws IOException {
        return new RawClient(new Wiretap(new Socket(InetAddress.getByName("127.0.0.1"), port)));
    }

    /** Like {@link #to}, but with a small receive buffer, which fills soon if the test does not read. */
    public static RawClient withSmallBufferTo(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
        return new RawClient(new Wiretap(socket));
    }

    public static RawClient over(Socket socket) throws IOException {
        return new RawClient(new Wiretap(socket));
    }

    public Wiretap wire() {
        return connection;
    }

    public RawClient send(String text) throws IOException {
        connection.send(text);
        return this;
    }

    public RawClient send(byte[] bytes) throws IOException {
        connection.send(bytes);
        return this;
    }

    public HttpAnswer response() throws IOException {
        return connection.readResponse(false);
    }

    public HttpAnswer responseToHead() throws IOException {
        return connection.readResponse(true);
    }

    public static String connectTo(String authority) {
        return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
    }

    /** Opens a tunnel with CONNECT. */
    public RawClient connect(String authority) throws IOException {
        send(connectTo(authority));
        String head = connection.readHead();
        if (head == null || !head.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("no tunnel: " + head);
        }
        return this;
    }

    /** Switches the connection to TLS. The host name is verified, and sent as SNI unless it is an IP address. */
    public RawClient tls(SSLContext context, String host, String... alpn) throws IOException {
        return handshake(context, host, new String[] {"TLSv1.2", "TLSv1.3"}, alpn);
    }

    /** Like {@link #tls}, for a client that supports no version after TLS 1.2. */
    public RawClient tlsUpTo12(SSLContext context, String host) throws IOException {
        return handshake(context, host, new String[] {"TLSv1.2"});
    }

    private RawClient handshake(SSLContext context, String host, String[] versions, String... alpn) throws IOException {
        connection = new Wiretap(TlsSockets.client(context, connection.socket(), host, versions, alpn));
        return this;
    }

    public SSLSocket tlsSocket() {
        return (SSLSocket) connection.socket();
    }

    /**
     * Waits until the proxy ends the connection or sends data; returns whether it ended the connection without sending
     * another byte.
     */
    public boolean isClosedByProxy() throws IOException {
        try {
            return connection.in().read() < 0;
        } catch (java.net.SocketException e) {
            return true; // reset
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
