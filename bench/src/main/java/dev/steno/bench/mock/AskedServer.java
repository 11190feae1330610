package dev.steno.bench.mock;

import dev.steno.bench.peer.HttpIn;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Asks a server or a proxy for items, one request after the other on each connection.
 *
 * @param port of the server or the proxy, on the loopback interface
 * @param authority host and port in the requests
 * @param absolute whether it is a proxy, which takes whole URLs
 */
record AskedServer(int port, String authority, boolean absolute) {
    private static final long LONGEST_MICROS = 600_000_000;

    /**
     * Which requests are sent.
     *
     * @param connections at once
     * @param count of requests
     * @param item the item of each request, which are counted from 0
     * @param status of all responses
     * @param limit after which no more is sent or awaited
     */
    record Asking(int connections, long count, LongUnaryOperator item, int status, Duration limit) {}

    /**
     * What was answered.
     *
     * @param micros times in microseconds
     * @param seconds until the last response, or the limit
     */
    record Asked(Histogram micros, double seconds) {
        /** The number of responses. */
        long count() {
            return micros.getTotalCount();
        }
    }

    /**
     * Asks for items.
     *
     * @throws IOException if a response has another status, or a connection is closed
     */
    Asked ask(Asking asking) throws IOException, InterruptedException {
        Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
        AtomicLong next = new AtomicLong();
        long began = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(asking.connections);
        try {
            Callable<Boolean> client = () -> {
                run(next, asking, began + asking.limit.toNanos(), micros);
                return true;
            };
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < asking.connections; i++) {
                running.add(threads.submit(client));
            }
            for (Future<Boolean> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
        return new Asked(micros, (System.nanoTime() - began) / 1e9);
    }

    private void run(AtomicLong next, Asking asking, long end, Histogram micros) throws IOException {
        String status = " " + asking.status + " ";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            HttpIn in = new HttpIn(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (long number = next.getAndIncrement(); number < asking.count; number = next.getAndIncrement()) {
                long began = System.nanoTime();
                if (began >= end) {
                    return;
                }
                out.write(request(asking.item.applyAsLong(number)).getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, 1 + (end - began) / 1_000_000));
                String first = in.message();
                micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - began) / 1_000));
                if (first == null || !(first + " ").contains(status)) {
                    throw new IOException("answered with " + first + " instead of" + status);
                }
            }
        } catch (SocketTimeoutException limit) {
            // the responses so far are counted
        }
    }

    private String request(long item) {
        return "GET " + (absolute ? "http://" + authority : "") + RecordedItems.path(item) + " HTTP/1.1\r\nHost: "
                + authority + "\r\n\r\n";
    }
}
