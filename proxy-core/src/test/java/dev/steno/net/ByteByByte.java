package dev.steno.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay before the proxy that sends each byte on in a segment of its own. What comes back passes as it comes. */
final class ByteByByte implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private ByteByByte(int target) throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        start(() -> {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
            server.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            start(() -> server.getInputStream().transferTo(client.getOutputStream()));
            drip(client.getInputStream(), server.getOutputStream());
        });
    }

    static ByteByByte to(int port) throws IOException {
        return new ByteByByte(port);
    }

    int port() {
        return listener.getLocalPort();
    }

    private static void drip(InputStream in, OutputStream out) throws IOException {
        for (int b = in.read(); b >= 0; b = in.read()) {
            out.write(b); // without Nagle's algorithm a write is a segment
        }
    }

    private interface Job {
        void run() throws IOException;
    }

    private static void start(Job job) {
        Thread thread = new Thread(
                () -> {
                    try {
                        job.run();
                    } catch (IOException e) {
                        // closed at the test's end
                    }
                },
                "byte-by-byte");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
