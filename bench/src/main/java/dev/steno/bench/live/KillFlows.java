package dev.steno.bench.live;

import dev.steno.addon.End;
import dev.steno.addon.FlowsInFlight;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.hold.Holding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kills flows while thousands are in progress, and measures when their clients see the end. */
@Command(
        name = "kill-flows",
        mixinStandardHelpOptions = true,
        description = {
            "Thousands of requests are in progress: those in HTTP/1.1 wait for a server that does not answer, those in HTTP/2 are",
            "held. Some are killed one after the other, each measured from the call until its client has read the end of its",
            "connection or the reset of its stream; then the rest is killed at once."
        })
public final class KillFlows implements Callable<Integer> {
    /** The streams that a client may have open at a time. */
    private static final int STREAMS = 100;

    @Option(names = "--waiting", description = "Flows in HTTP/1.1, four sockets each (default ${DEFAULT-VALUE}).")
    private int waiting = 4_000;

    @Option(names = "--held", description = "Flows in HTTP/2 (default ${DEFAULT-VALUE}).")
    private int held = 6_000;

    @Option(
            names = "--kills",
            description = "Flows of each kind killed one after the other (default ${DEFAULT-VALUE}).")
    private int kills = 2_000;

    @Mixin
    private ReportOptions options = new ReportOptions();

    /** Waits until a client has read its end. */
    private interface Client {
        void awaitEnd() throws IOException;
    }

    private record Asked(Client client, long flow) {}

    @Override
    public Integer call() throws IOException {
        try (SilentOrigin origin = new SilentOrigin();
                LocalProxy proxy = new LocalProxy(new Holding(() -> 0))) {
            proxy.set("intercept", "~u held");
            options.print(measure(proxy.port(), "127.0.0.1:" + origin.port(), proxy.inFlight()));
        }
        return 0;
    }

    private Report measure(int proxy, String origin, FlowsInFlight inFlight) throws IOException {
        ArrayDeque<Asked> first = shuffled(askInHttp1(proxy, origin, inFlight));
        ArrayDeque<Asked> second = shuffled(askInHttp2(proxy, origin, inFlight));
        Report report = new Report("kill-flows").setting("flows in progress", first.size() + second.size());
        killEach(report, "HTTP/1.1, waiting", first, inFlight);
        killEach(report, "HTTP/2, held", second, inFlight);
        List<Asked> rest = new ArrayList<>(first);
        rest.addAll(second);
        long began = System.nanoTime();
        rest.forEach(one -> inFlight.get(one.flow).kill(End.CLOSE, "bench"));
        for (Asked one : rest) {
            one.client.awaitEnd();
        }
        return report.row("killed", "all others at once", "flows", rest.size(), "most ms", millis(began));
    }

    private void killEach(Report report, String kind, ArrayDeque<Asked> asked, FlowsInFlight inFlight)
            throws IOException {
        Histogram micros = new Histogram(60_000_000, 3);
        for (int i = 0; i < kills && !asked.isEmpty(); i++) {
            Asked one = asked.remove();
            long began = System.nanoTime();
            inFlight.get(one.flow).kill(End.CLOSE, "bench");
            one.client.awaitEnd();
            micros.recordValue((System.nanoTime() - began) / 1_000);
        }
        report.row(
                "killed",
                kind,
                "flows",
                micros.getTotalCount(),
                "p50 ms",
                micros.getValueAtPercentile(50) / 1e3,
                "p99 ms",
                micros.getValueAtPercentile(99) / 1e3,
                "most ms",
                micros.getMaxValue() / 1e3);
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    private List<Asked> askInHttp1(int proxy, String origin, FlowsInFlight inFlight) throws IOException {
        List<Asked> asked = new ArrayList<>(waiting);
        for (int i = 0; i < waiting; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy);
            client.getOutputStream()
                    .write(("GET http://" + origin + "/ HTTP/1.1\r\nHost: " + origin + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            asked.add(new Asked(() -> awaitEnd(client), begun(i + 1L, inFlight)));
        }
        return asked;
    }

    private List<Asked> askInHttp2(int proxy, String origin, FlowsInFlight inFlight) throws IOException {
        List<Asked> asked = new ArrayList<>(held);
        Http2Streams client = new Http2Streams(proxy);
        for (int i = 0; i < held; i++) {
            if (i > 0 && i % STREAMS == 0) {
                client = new Http2Streams(proxy);
            }
            Http2Streams of = client;
            int stream = of.ask(origin, "/held");
            asked.add(new Asked(() -> of.awaitReset(stream), begun(waiting + i + 1L, inFlight)));
        }
        return asked;
    }

    /** Flows are numbered in the order of their requests, each of which is sent when the one before is in progress. */
    private static long begun(long number, FlowsInFlight inFlight) {
        while (inFlight.find(number).isEmpty()) {
            Thread.onSpinWait();
        }
        return number;
    }

    private static ArrayDeque<Asked> shuffled(List<Asked> asked) {
        Collections.shuffle(asked, new Random(1));
        return new ArrayDeque<>(asked);
    }

    private static void awaitEnd(Socket client) throws IOException {
        try (client) {
            if (client.getInputStream().read() >= 0) {
                throw new IOException("a response came");
            }
        }
    }
}
