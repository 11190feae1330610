package dev.steno.testing.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * TLS sockets: listeners of a server that offers protocols by ALPN, and connections of a client that verifies names.
 */
public final class TlsSockets extends ServerSocketFactory {
    private final SSLContext context;
    private final String[] alpn;

    /** Creates listeners whose connections offer these protocols by ALPN; without protocols, they do not use ALPN. */
    public TlsSockets(SSLContext context, String... alpn) {
        this.context = context;
        this.alpn = alpn;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return set(context.getServerSocketFactory().createServerSocket(port));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return set(context.getServerSocketFactory().createServerSocket(port, backlog));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return set(context.getServerSocketFactory().createServerSocket(port, backlog, address));
    }

    private ServerSocket set(ServerSocket listener) {
        if (alpn.length > 0) {
            SSLParameters parameters = ((SSLServerSocket) listener).getSSLParameters();
            parameters.setApplicationProtocols(alpn);
            ((SSLServerSocket) listener).setSSLParameters(parameters);
        }
        return listener;
    }

    /**
     * Starts TLS as a client on a connection and completes the handshake. The name is verified, and sent as SNI unless
     * it is an IP address.
     *
     * @param versions the versions of TLS that the client supports
     */
    public static SSLSocket client(
            SSLContext context, Socket connection, String host, String[] versions, String... alpn) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(connection, host, connection.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!Character.isDigit(host.charAt(0))) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        parameters.setApplicationProtocols(alpn);
        parameters.setProtocols(versions);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
