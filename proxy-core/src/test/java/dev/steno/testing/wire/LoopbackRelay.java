package dev.steno.testing.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay beside the proxy, on loopback: joins each connection that comes with one to a port, and passes bytes as a test wants it. */
public abstract class LoopbackRelay implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** @param target the port that connections lead to */
    public LoopbackRelay(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    }

    /** Takes connections from now on. The last thing that a constructor does. */
    public final void begin() {
        start(() -> {
            while (true) {
                join(listener.accept());
            }
        });
    }

    private void join(Socket one) throws IOException {
        Socket other = new Socket(InetAddress.getByName("127.0.0.1"), target);
        one.setTcpNoDelay(true);
        other.setTcpNoDelay(true);
        sockets.add(one);
        sockets.add(other);
        start(() -> forth(one, other));
        start(() -> back(one, other));
    }

    /** Passes what comes from the connection that came to the one that was made. On a thread of its own. */
    public abstract void forth(Socket one, Socket other) throws IOException;

    /** The other direction. On a thread of its own. */
    public abstract void back(Socket one, Socket other) throws IOException;

    public int port() {
        return listener.getLocalPort();
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
                        // closed at the test's end, or reset on purpose
                    }
                },
                "loopback-relay");
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
