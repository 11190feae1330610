package dev.steno.bench.memory;

import dev.steno.bench.peer.ProxyApi;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.peer.WebSocketClient;
import dev.steno.bench.peer.WebSocketOrigin;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Holds messages of WebSockets, ten of each. */
final class HeldMessages {
    private static final Pattern NUMBER = Pattern.compile("\"number\":");
    private static final int EACH = 10;
    private static final byte[] MESSAGE = new byte[64];

    private HeldMessages() {}

    /** @param count of the messages, of 64 bytes each */
    static void measure(Report report, int count) throws IOException, InterruptedException {
        int sockets = count / EACH;
        CountDownLatch begun = new CountDownLatch(sockets);
        CountDownLatch arrived = new CountDownLatch(sockets * (EACH + 1));
        try (Scratch scratch = Scratch.make(null);
                WebSocketOrigin origin = new WebSocketOrigin((payload, answers) -> {
                    begun.countDown();
                    arrived.countDown();
                })) {
            Path home = Files.createDirectories(scratch.file("home"));
            try (ProxyProcess proxy = ProxyProcess.launch(scratch.file("held.steno"), home, List.of("--web", "0"))) {
                ProxyApi api = ProxyApi.of(home, proxy.pid());
                List<WebSocketClient> clients = new ArrayList<>(sockets);
                for (int i = 0; i < sockets; i++) {
                    clients.add(new WebSocketClient(proxy.port(), origin.port(), "/held"));
                    clients.get(i).send(MESSAGE);
                }
                await(begun, "passed");
                Used before = Used.by(proxy.pid());
                api.call("PATCH", "/options", "{\"intercept\":\"~websocket\"}");
                for (int i = 0; i < EACH; i++) {
                    for (WebSocketClient client : clients) {
                        client.send(MESSAGE);
                    }
                }
                Held.await(api, sockets);
                for (int flow = 1; flow <= sockets; flow++) {
                    awaitHeld(api, flow);
                }
                Held held = Held.of(proxy.pid(), api);
                await(arrived, "passed after the resume");
                held.report(report, "message of a WebSocket", before, sockets * EACH);
                for (WebSocketClient client : clients) {
                    client.close();
                }
            }
        }
    }

    private static void awaitHeld(ProxyApi api, int flow) throws IOException, InterruptedException {
        while (NUMBER.matcher(api.call("GET", "/held/" + flow + "/messages"))
                        .results()
                        .count()
                < EACH) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static void await(CountDownLatch latch, String what) throws IOException, InterruptedException {
        if (!latch.await(1, TimeUnit.MINUTES)) {
            throw new IOException(latch.getCount() + " messages have not " + what + " after a minute");
        }
    }
}
