package dev.steno.testing.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay beside the proxy, on loopback: joins each connection that comes with one to a port, and passes bytes as a test wants it. */
public abstract class LoopbackRelay implements AutoCloseable {
    private final int target;
    private final List<Socket> made = new CopyOnWriteArrayList<>();
    private Acceptor acceptor;

    /** @param target the port that connections lead to */
    protected LoopbackRelay(int target) {
        this.target = target;
    }

    /** Takes connections from now on. The last thing that a constructor does. */
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
            // closed at the test's end, or reset on purpose
        }
    }

    /** Passes what comes from the connection that came to the one that was made. On a thread of its own. */
    protected abstract void forth(Socket one, Socket other) throws IOException;

    /** The other direction. On a thread of its own. */
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
