package dev.steno.testing.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A relay on loopback, next to the proxy: joins each accepted connection with a new one to the target port. Subclasses
 * define how bytes are forwarded.
 */
public abstract class LoopbackRelay implements AutoCloseable {
    private final int target;
    private final List<Socket> made = new CopyOnWriteArrayList<>();
    private Acceptor acceptor;

    /** @param target the port on loopback to which the relay connects */
    protected LoopbackRelay(int target) {
        this.target = target;
    }

    /** Starts to accept connections. To be called at the end of a subclass's constructor. */
    protected final void begin() throws IOException {
        acceptor = Acceptor.start(this::join);
    }

    private Acceptor.Job join(Socket one) throws IOException {
        Socket other = new Socket(InetAddress.getByName("127.0.0.1"), target);
        other.setTcpNoDelay(true);
        made.add(other);
        return () -> {
            Thread back = new Thread(() -> pass(() -> back(one, other)), "loopback-relay");
            back.setDaemon(true);
            back.start();
            pass(() -> forth(one, other));
            back.join();
        };
    }

    private interface Pass {
        void run() throws IOException;
    }

    private static void pass(Pass pass) {
        try {
            pass.run();
        } catch (IOException e) {
            // the test has ended, or has reset the connection on purpose
        }
    }

    /** Forwards data from the accepted connection to the target, on a separate thread. */
    protected abstract void forth(Socket one, Socket other) throws IOException;

    /** Forwards data from the target to the accepted connection, on a separate thread. */
    protected abstract void back(Socket one, Socket other) throws IOException;

    public int port() {
        return acceptor.port();
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        for (Socket socket : made) {
            socket.close();
        }
    }
}
