package dev.steno.bench.mock;

import dev.steno.bench.peer.HttpIn;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
 * @param absolute whether it is a proxy, which takes whole URLs
 */
record AskedServer(int port, boolean absolute) {
    private static final long LONGEST_MICROS = 600_000_000;

    /**
     * Asks for items.
     *
     * @param requests how many
     * @param item the item of each request, from 0
     * @param status of all responses
     * @return times in microseconds
     */
    Histogram ask(int connections, long requests, LongUnaryOperator item, int status)
            throws IOException, InterruptedException {
        Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
        AtomicLong next = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            Callable<Boolean> client = () -> {
                run(next, requests, item, " " + status + " ", micros);
                return true;
            };
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
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
        return micros;
    }

    private void run(AtomicLong next, long requests, LongUnaryOperator item, String status, Histogram micros)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            HttpIn in = new HttpIn(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (long number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
                String target =
                        (absolute ? "http://" + RecordedItems.HOST : "") + RecordedItems.path(item.applyAsLong(number));
                String request = "GET " + target + " HTTP/1.1\r\nHost: " + RecordedItems.HOST + "\r\n\r\n";
                long began = System.nanoTime();
                out.write(request.getBytes(StandardCharsets.US_ASCII));
                String first = in.message();
                micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - began) / 1_000));
                if (first == null || !(first + " ").contains(status)) {
                    throw new IOException("answered with " + first + " instead of" + status);
                }
            }
        }
    }
}
