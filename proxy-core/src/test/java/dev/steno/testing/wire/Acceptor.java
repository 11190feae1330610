package dev.steno.testing.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * Listens on a free port of loopback. Each connection is served on a separate daemon thread and closed when its job
 * ends.
 */
public final class Acceptor implements AutoCloseable {
    private final ServerSocket listener;
    private final Service service;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** Handles accepted connections. */
    public interface Service {
        /** Called for each connection, on the accepting thread; the returned job runs on the connection's thread. */
        Job take(Socket socket) throws IOException;
    }

    /** Serves one connection, on the connection's thread. */
    public interface Job {
        void run() throws Exception;
    }

    private Acceptor(ServerSocket listener, Service service) {
        this.listener = listener;
        this.service = service;
        daemon("accept", this::accept);
    }

    public static Acceptor start(Service service) throws IOException {
        return start(ServerSocketFactory.getDefault(), service);
    }

    /** Starts an acceptor with sockets of another kind, such as TLS sockets. */
    public static Acceptor start(ServerSocketFactory sockets, Service service) throws IOException {
        return over(sockets.createServerSocket(0, 100, InetAddress.getByName("127.0.0.1")), service);
    }

    /** Starts an acceptor for an existing listener. */
    public static Acceptor over(ServerSocket listener, Service service) {
        return new Acceptor(listener, service);
    }

    /** Runs a job on a new daemon thread. */
    public static void daemon(String name, Runnable job) {
        Thread thread = new Thread(job, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Job job = service.take(socket);
                daemon("serve", () -> serve(socket, job));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    failures.add(e);
                }
            }
        }
    }

    private void serve(Socket socket, Job job) {
        try (socket) {
            job.run();
        } catch (Exception | AssertionError e) {
            failures.add(e);
        } finally {
            open.remove(socket);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The exceptions with which jobs ended, including those caused by the end of the test. */
    public List<Throwable> failures() {
        return failures;
    }

    /** Stops accepting connections and closes the open ones. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
