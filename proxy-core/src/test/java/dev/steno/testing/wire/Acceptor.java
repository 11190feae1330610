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

/** A free port of loopback at which each connection gets a thread of its own, and is closed when that thread is done. */
public final class Acceptor implements AutoCloseable {
    private final ServerSocket listener;
    private final Service service;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** What is done to connections. */
    public interface Service {
        /** Takes a connection, on the one thread that accepts them all; what it returns runs on the connection's own. */
        Job take(Socket socket) throws IOException;
    }

    /** What runs on a thread of its own. */
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

    /** Starts one whose connections are of another kind, such as those of TLS. */
    public static Acceptor start(ServerSocketFactory sockets, Service service) throws IOException {
        return over(sockets.createServerSocket(0, 100, InetAddress.getByName("127.0.0.1")), service);
    }

    /** Takes the connections of a listener. */
    public static Acceptor over(ServerSocket listener, Service service) {
        return new Acceptor(listener, service);
    }

    /** Runs a job on a thread that does not keep the JVM alive. */
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

    /** What made jobs end early, also because the test was over. */
    public List<Throwable> failures() {
        return failures;
    }

    /** Takes no further connections, and closes those that are open. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
