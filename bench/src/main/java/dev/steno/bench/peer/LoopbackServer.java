package dev.steno.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A server on a free loopback port, with one thread per connection. */
public abstract class LoopbackServer implements AutoCloseable {
    private final ServerSocket listener;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    protected LoopbackServer() throws IOException {
        listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    }

    /** Starts to accept connections. To be called last in a constructor. */
    protected final void startAccepting() {
        daemon(this::accept, "origin");
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connection.setTcpNoDelay(true);
                daemon(() -> serveAndClose(connection), "origin-connection");
            } catch (IOException e) {
                failed(e);
                return;
            }
        }
    }

    private void serveAndClose(Socket connection) {
        try (connection) {
            serve(connection);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        if (!listener.isClosed()) {
            failure.set(e);
        }
    }

    /** Serves one connection, on its own thread; the connection is closed when the method returns. */
    protected abstract void serve(Socket connection) throws IOException;

    public final int port() {
        return listener.getLocalPort();
    }

    /** The first error while the server was open, including a client that disconnected; null if there was none. */
    public final @Nullable IOException failure() {
        return failure.get();
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
