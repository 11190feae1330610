package dev.steno.bench.live;

import dev.steno.addon.FlowInFlight;
import dev.steno.addon.WaitingMessage;
import dev.steno.bench.peer.WebSocketClient;
import dev.steno.bench.peer.WebSocketOrigin;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.hold.Holding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Resumes held messages of a WebSocket, and injects messages into it, and measures when the peer has them. */
@Command(
        name = "messages",
        mixinStandardHelpOptions = true,
        description = {
            "Messages of a WebSocket: first they pass, then each is held and resumed, measured from the call until the server has",
            "read it, while as many other WebSockets have a held message; then messages are injected at a rate, and as fast as",
            "possible. The bars: 1 ms from the decision on (p99), 10,000 injected messages a second."
        })
public final class StreamMessages implements Callable<Integer> {
    private static final int SIZE = 64;

    @Option(names = "--messages", description = "Messages that pass, and that are held (default ${DEFAULT-VALUE}).")
    private int messages = 5_000;

    @Option(names = "--others", description = "Other WebSockets with a held message (default ${DEFAULT-VALUE}).")
    private int others = 1_000;

    @Option(names = "--rate", description = "Injected messages a second (default ${DEFAULT-VALUE}).")
    private int rate = 10_000;

    @Option(names = "--seconds", description = "How long they are injected (default ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Report report = new Report("messages").setting("other WebSockets", others);
        try (WebSocketOrigin origin = new WebSocketOrigin((payload, answers) -> arrivals.add(System.nanoTime()));
                LocalProxy proxy = LocalProxy.recording(new Holding(() -> 0));
                WebSocketClient client = new WebSocketClient(proxy.port(), origin.port(), "/")) {
            FlowInFlight flow = proxy.inFlight().get(proxy.inFlight().numbers().get(0));
            pass(client, messages);
            times(report, "passes", pass(client, messages));
            proxy.set("intercept", "~websocket");
            List<WebSocketClient> beside = new ArrayList<>();
            for (int i = 0; i < others; i++) {
                beside.add(new WebSocketClient(proxy.port(), origin.port(), "/other"));
                beside.get(i).send(new byte[SIZE]);
            }
            while (proxy.inFlight().heldCount() < others) {
                LockSupport.parkNanos(1_000_000);
            }
            resume(flow, client, messages);
            times(report, "is held and resumed", resume(flow, client, messages));
            for (WebSocketClient each : beside) {
                each.close();
            }
            proxy.set("intercept", "");
            Injections injections = new Injections(flow, client);
            injections.run(rate, rate); // the first second compiles
            report(report, injections.run(rate * seconds, rate), rate);
            report(report, injections.run(rate * seconds, 0), 0);
        }
        options.print(report);
        return 0;
    }

    /** From the call of a client until the server has read its message. */
    private Histogram pass(WebSocketClient client, int count) throws IOException, InterruptedException {
        Histogram micros = new Histogram(60_000_000, 3);
        for (int i = 0; i < count; i++) {
            long began = System.nanoTime();
            client.send(new byte[SIZE]);
            micros.recordValue((arrivals.take() - began) / 1_000);
        }
        return micros;
    }

    /** From the call that resumes a message until the server has read it. */
    private Histogram resume(FlowInFlight flow, WebSocketClient client, int count)
            throws IOException, InterruptedException {
        Histogram micros = new Histogram(60_000_000, 3);
        for (int i = 0; i < count; i++) {
            client.send(new byte[SIZE]);
            List<WaitingMessage> waiting = List.of();
            while (waiting.isEmpty()) {
                waiting = flow.waiting().toCompletableFuture().join();
            }
            long began = System.nanoTime();
            flow.resumeMessage(waiting.get(0).number(), "bench");
            micros.recordValue((arrivals.take() - began) / 1_000);
        }
        return micros;
    }

    private static void times(Report report, String what, Histogram micros) {
        report.row(
                "a message", what,
                "count", micros.getTotalCount(),
                "p50 ms", micros.getValueAtPercentile(50) / 1e3,
                "p99 ms", micros.getValueAtPercentile(99) / 1e3,
                "most ms", micros.getMaxValue() / 1e3);
    }

    private static void report(Report report, Injections.Result result, int rate) {
        report.row(
                "a message",
                rate == 0 ? "is injected after another" : "is injected on time",
                "count",
                result.micros().getTotalCount(),
                "p50 ms",
                result.micros().getValueAtPercentile(50) / 1e3,
                "p99 ms",
                result.micros().getValueAtPercentile(99) / 1e3,
                "most ms",
                result.micros().getMaxValue() / 1e3,
                "a second",
                result.micros().getTotalCount() / result.seconds());
    }
}
