package dev.steno.playbook;

import dev.steno.flow.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The server of all plays, on loopback: speaks TLS if its client does. A thread for each connection, and one that accepts. */
final class PlayedOrigin implements AutoCloseable {
    /** The first byte of a TLS connection (RFC 8446, 5.1). */
    private static final int TLS_HANDSHAKE = 22;

    private final ServerSocket listener;
    private final SSLContext tls;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Script script = socket -> {};

    /** What the server does on a connection. */
    interface Script {
        void run(Socket connection) throws IOException;
    }

    PlayedOrigin(SSLContext tls) throws IOException {
        this.tls = tls;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon("playbook-origin", this::accept);
    }

    Endpoint endpoint() {
        return new Endpoint(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
    }

    /** Sets what the server does on connections that come from now on. */
    void plays(Script next) {
        script = next;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Script mine = script;
                open.add(socket);
                daemon("playbook-connection", () -> serve(socket, mine));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket, Script mine) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            int first = in.read();
            if (first < 0) {
                return;
            }
            InputStream seen = new ByteArrayInputStream(new byte[] {(byte) first});
            if (first == TLS_HANDSHAKE) {
                SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, seen, true);
                mine.run(secure);
                secure.close();
            } else {
                mine.run(new PushedBackSocket(socket, seen));
            }
        } catch (IOException e) {
            return; // the proxy closed the connection
        } finally {
            open.remove(socket);
        }
    }

    static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
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
