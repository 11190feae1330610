package dev.steno.bench.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A server that accepts connections and neither reads nor writes. */
final class SilentOrigin implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Socket> connections = new ArrayList<>();

    SilentOrigin() throws IOException {
        socket = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "silent-origin");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                synchronized (connections) {
                    connections.add(connection);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        synchronized (connections) {
            for (Socket connection : connections) {
                connection.close();
            }
        }
    }
}
