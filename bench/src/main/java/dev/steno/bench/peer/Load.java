package dev.steno.bench.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that send requests in absolute form (RFC 9112, 3.2.2) through a proxy, one after another on persistent
 * connections.
 */
public final class Load implements AutoCloseable {
    private final String fields;
    private final int proxy;
    private final int origin;
    private final int connections;
    private final ExecutorService threads;
    private final AtomicLong sent = new AtomicLong();

    public Load(int proxy, int origin, int connections) {
        this(proxy, origin, connections, "");
    }

    /** @param fields header fields of each request, each with its line end */
    public Load(int proxy, int origin, int connections, String fields) {
        this.fields = fields;
        this.proxy = proxy;
        this.origin = origin;
        this.connections = connections;
        this.threads = Executors.newFixedThreadPool(connections, task -> {
            Thread thread = new Thread(task, "load");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Sends a number of further requests; as {@link #upTo}. */
    public void more(int count) throws IOException, InterruptedException {
        upTo(sent.get() + count);
    }

    /** Sends requests until this total number has been answered, each with status 200. */
    public void upTo(long total) throws IOException, InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            running.add(threads.submit(() -> {
                client(total);
                return null;
            }));
        }
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IOException("a client failed: " + e.getCause(), e);
            }
        }
        sent.set(total);
    }

    private void client(long total) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy)) {
            socket.setTcpNoDelay(true);
            HttpIn in = new HttpIn(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (long number = sent.incrementAndGet(); number <= total; number = sent.incrementAndGet()) {
                String authority = "127.0.0.1:" + origin;
                String request = "GET http://" + authority + "/item/" + number + "?from=bench HTTP/1.1\r\nHost: "
                        + authority + "\r\nUser-Agent: bench\r\nAccept: */*\r\n" + fields + "\r\n";
                out.write(request.getBytes(StandardCharsets.US_ASCII));
                String status = in.message();
                if (status == null || !status.startsWith("HTTP/1.1 200 ")) {
                    throw new IOException("answered with " + status + " instead of 200");
                }
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
