package dev.steno.bench.live;

import dev.steno.addon.FlowInFlight;
import dev.steno.bench.peer.WebSocketClient;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Injects messages for the client of a WebSocket, which reads them on a thread of its own. For one thread. */
final class Injections {
    private static final int UNANSWERED = 1_000;

    private final FlowInFlight flow;
    private final WebSocketClient client;

    /**
     * What was measured.
     *
     * @param micros from each call until the client has read the message
     */
    record Result(Histogram micros, double seconds) {}

    Injections(FlowInFlight flow, WebSocketClient client) {
        this.flow = flow;
        this.client = client;
    }

    /** @param perSecond how many a second; 0 for as many as the flow takes, with a thousand unanswered calls at most */
    Result run(int count, int perSecond) throws IOException, InterruptedException {
        long[] called = new long[count];
        CompletableFuture<Histogram> read = CompletableFuture.supplyAsync(() -> read(called), task -> {
            Thread thread = new Thread(task, "client");
            thread.setDaemon(true);
            thread.start();
        });
        ArrayDeque<CompletableFuture<Flow>> unanswered = new ArrayDeque<>();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            while (perSecond > 0 && i >= (System.nanoTime() - began) / 1e9 * perSecond) {
                LockSupport.parkNanos(200_000);
            }
            called[i] = System.nanoTime();
            CompletionStage<Flow> done = flow.inject(
                    Direction.SERVER_TO_CLIENT,
                    Message.Kind.TEXT,
                    String.format("%-64d", i).getBytes(StandardCharsets.US_ASCII),
                    "bench");
            unanswered.add(done.toCompletableFuture());
            if (unanswered.size() == UNANSWERED) {
                unanswered.remove().join(); // fails if the message was refused
            }
        }
        unanswered.forEach(CompletableFuture::join);
        try {
            Histogram micros = read.get();
            return new Result(micros, (System.nanoTime() - began) / 1e9);
        } catch (ExecutionException e) {
            throw new IOException("the client failed: " + e.getCause(), e);
        }
    }

    private Histogram read(long[] called) {
        Histogram micros = new Histogram(60_000_000, 3);
        try {
            for (int i = 0; i < called.length; i++) {
                String message = new String(client.read(), StandardCharsets.US_ASCII);
                if (Integer.parseInt(message.strip()) != i) {
                    throw new IllegalStateException("message " + i + " is missing or late: " + message.strip());
                }
                micros.recordValue((System.nanoTime() - called[i]) / 1_000); // written before the message was sent
            }
        } catch (IOException e) {
            throw new IllegalStateException("the WebSocket ended: " + e.getMessage(), e);
        }
        return micros;
    }
}
