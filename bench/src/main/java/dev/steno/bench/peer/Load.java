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
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

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
    private final Histogram micros = new ConcurrentHistogram(3_600_000_000L, 3);
    private long perSecond;
    private long begun;

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

    /** Sends at most this many requests a second from now on; 0 for as many as are answered. */
    public void pace(long requestsPerSecond) {
        perSecond = requestsPerSecond;
    }

    /** The time from a request to its response, in microseconds, since the last call of this method. */
    public Histogram takeMicros() {
        Histogram taken = micros.copy();
        micros.reset();
        return taken;
    }

    /** Sends requests until this total number has been answered, each with status 200. */
    public void upTo(long total) throws IOException, InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        begun = System.nanoTime();
        long before = sent.get();
        for (int i = 0; i < connections; i++) {
            running.add(threads.submit(() -> {
                client(before, total);
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

    private void client(long before, long total) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy)) {
            socket.setTcpNoDelay(true);
            HttpIn in = new HttpIn(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (long number = sent.incrementAndGet(); number <= total; number = sent.incrementAndGet()) {
                String authority = "127.0.0.1:" + origin;
                String request = "GET http://" + authority + "/item/" + number + "?from=bench HTTP/1.1\r\nHost: "
                        + authority + "\r\nUser-Agent: bench\r\nAccept: */*\r\n" + fields + "\r\n";
                await(number - before);
                long asked = System.nanoTime();
                out.write(request.getBytes(StandardCharsets.US_ASCII));
                String status = in.message();
                if (status == null || !status.startsWith("HTTP/1.1 200 ")) {
                    throw new IOException("answered with " + status + " instead of 200");
                }
                micros.recordValue((System.nanoTime() - asked) / 1_000);
            }
        }
    }

    /** Waits until it is the turn of a request of this run. */
    private void await(long number) {
        if (perSecond > 0) {
            long due = begun + number * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
