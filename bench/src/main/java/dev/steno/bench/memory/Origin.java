package dev.steno.bench.memory;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A server on loopback that answers every request with a body of one size, no two alike. A thread for each connection. */
final class Origin implements AutoCloseable {
    private final ServerSocket listener;
    private final int bodySize;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    Origin(int bodySize) throws IOException {
        this.bodySize = bodySize;
        this.listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        daemon(this::accept, "origin");
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                daemon(() -> serve(connection), "origin-connection");
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    failure.set(e);
                    return;
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            HttpIn in = new HttpIn(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + bodySize
                            + "\r\nServer: origin\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] answer = new byte[head.length + bodySize];
            System.arraycopy(head, 0, answer, 0, head.length);
            SplittableRandom random = new SplittableRandom(connection.getPort());
            while (in.message() != null) {
                for (int i = head.length; i < answer.length; i += 509) {
                    answer[i] = (byte) random.nextInt();
                }
                out.write(answer);
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                failure.set(e);
            }
        }
    }

    /** What went wrong while it was open; null where nothing did. */
    @Nullable
    IOException failure() {
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
