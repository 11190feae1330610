package dev.steno.bench.rule;

import dev.steno.bench.peer.WebSocketClient;
import dev.steno.bench.peer.WebSocketOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients of WebSockets, each of which asks its server for some messages again and again. */
final class MessageLoad {
    private static final int AT_ONCE = 20;
    private static final byte[] ASKING = "more".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "{\"n\":1234,\"kind\":\"quote\",\"symbol\":\"XYZ\",\"bid\":12.5,\"ask\":12.6}"
            .getBytes(StandardCharsets.US_ASCII);

    private final int proxy;
    private final int origin;
    private final int connections;

    MessageLoad(int proxy, int origin, int connections) {
        this.proxy = proxy;
        this.origin = origin;
        this.connections = connections;
    }

    /** The server of the clients. */
    static WebSocketOrigin origin() throws IOException {
        ByteArrayOutputStream some = new ByteArrayOutputStream();
        for (int i = 0; i < AT_ONCE; i++) {
            some.writeBytes(WebSocketOrigin.frame(MESSAGE));
        }
        byte[] answer = some.toByteArray();
        return new WebSocketOrigin((asking, answers) -> answers.write(answer));
    }

    /** Sends and receives this number of messages on new connections, and closes them. */
    void send(int messages) throws IOException, InterruptedException {
        int rounds = messages / connections / (AT_ONCE + 1);
        Callable<Void> client = () -> {
            try (WebSocketClient socket = new WebSocketClient(proxy, origin, "/quotes")) {
                for (int i = 0; i < rounds; i++) {
                    socket.send(ASKING);
                    for (int j = 0; j < AT_ONCE; j++) {
                        socket.read();
                    }
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(client));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
