package dev.steno.bench.rule;

import dev.steno.bench.peer.Load;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyApi;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.peer.WebSocketOrigin;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.ThreadCpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends traffic through a proxy alternately without rules and with rules that do not match it. */
@Command(
        name = "idle-rules",
        mixinStandardHelpOptions = true,
        description = {
            "What 20 rules and a filter of held messages cost traffic that they do not match, beside none of them: one process,",
            "whose rules are set and removed between runs; each run is compared with its neighbour.",
            "CPU: of all threads but compilers; more %: median of the pairs, with the quartiles. The bar is 2 % of the throughput."
        })
public final class IdleRules implements Callable<Integer> {
    private static final int WARM = 12; // runs, half of them with the rules

    @Option(names = "--only", description = "Which traffic: http, websocket or held-websocket (default all).")
    private String only = "";

    @Option(names = "--pairs", description = "Pairs of runs of each kind of traffic (default ${DEFAULT-VALUE}).")
    private int pairs = 10;

    @Option(names = "--requests", description = "Requests of a run (default ${DEFAULT-VALUE}).")
    private int requests = 16_000;

    @Option(names = "--messages", description = "Messages of a run (default ${DEFAULT-VALUE}).")
    private int messages = 160_000;

    @Option(names = "--connections", description = "Connections at once (default ${DEFAULT-VALUE}).")
    private int connections = 16;

    @Option(names = "--kinds", split = ",", description = "Only rules of these kinds, or intercept (default all).")
    private List<String> kinds = List.of();

    @Option(names = "--record", negatable = true, description = "Whether a session is recorded (the default).")
    private boolean record = true;

    @Mixin
    private ReportOptions options = new ReportOptions();

    /** Sends requests or messages. */
    private interface Traffic {
        void send(int count) throws IOException, InterruptedException;
    }

    /** A run: what an exchange or a message cost. */
    private record Cost(double cpuMicros, double micros) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Report report = new Report("idle-rules").setting("recorded", record).setting("connections", connections);
        if (only.isEmpty() || only.equals("http")) {
            try (Origin origin = new Origin(1024)) {
                measure(report, "HTTP", requests, "", proxy -> {
                    Load load = new Load(proxy.port(), origin.port(), connections);
                    return new Sent(load)::more;
                });
            }
        }
        for (boolean held : new boolean[] {false, true}) {
            if (only.isEmpty() || only.equals(held ? "held-websocket" : "websocket")) {
                try (WebSocketOrigin origin = MessageLoad.origin()) {
                    String name = held ? "WebSocket, its messages may be held" : "WebSocket";
                    measure(report, name, messages, held ? "~websocket & " : "", proxy -> {
                        MessageLoad load = new MessageLoad(proxy.port(), origin.port(), connections);
                        return load::send;
                    });
                }
            }
        }
        options.print(report);
        return 0;
    }

    /** Requests of one load so far. */
    private static final class Sent {
        private final Load load;
        private long total;

        Sent(Load load) {
            this.load = load;
        }

        void more(int count) throws IOException, InterruptedException {
            total += count;
            load.upTo(total);
        }
    }

    /** Opens traffic to a proxy. */
    private interface Source {
        Traffic to(ProxyProcess proxy) throws IOException;
    }

    /** @param held what the filter of held messages begins with */
    private void measure(Report report, String name, int count, String held, Source source)
            throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.make(null)) {
            Path home = Files.createDirectories(scratch.file("home"));
            Path session = record ? scratch.file("idle.steno") : Path.of("none");
            try (ProxyProcess proxy = ProxyProcess.launch(session, home, List.of("--web", "0"))) {
                ProxyApi api = ProxyApi.of(home, proxy.pid());
                RuleSet rules = new RuleSet(
                        api, held + "~d held.example", Files.createDirectories(scratch.file("local")), kinds);
                Traffic traffic = source.to(proxy);
                for (int i = 0; i < WARM; i++) {
                    run(proxy, rules, i % 2 == 0, count, traffic);
                }
                Cost[] without = new Cost[pairs];
                Cost[] with = new Cost[pairs];
                for (int i = 0; i < pairs; i++) {
                    boolean first = i % 2 == 0; // so that what grows or shrinks in the process favours neither
                    Cost one = run(proxy, rules, first, count, traffic);
                    Cost other = run(proxy, rules, !first, count, traffic);
                    with[i] = first ? one : other;
                    without[i] = first ? other : one;
                }
                row(report, name, without, with);
            }
        }
    }

    private static Cost run(ProxyProcess proxy, RuleSet rules, boolean set, int count, Traffic traffic)
            throws IOException, InterruptedException {
        rules.set(set);
        traffic.send(count / 4); // what another setting makes the JVM compile again
        long cpu = ThreadCpu.withoutCompilers(proxy.pid());
        long began = System.nanoTime();
        traffic.send(count);
        double micros = (System.nanoTime() - began) / 1e3 / count;
        return new Cost((ThreadCpu.withoutCompilers(proxy.pid()) - cpu) / 1e3 / count, micros);
    }

    private static void row(Report report, String name, Cost[] without, Cost[] with) {
        double[] more = new double[with.length];
        double[] slower = new double[with.length];
        for (int i = 0; i < with.length; i++) {
            more[i] = (with[i].cpuMicros / without[i].cpuMicros - 1) * 100;
            slower[i] = (1 - without[i].micros / with[i].micros) * 100;
        }
        report.row(
                "traffic", name,
                "CPU us without", quantile(of(without), 0.5),
                "CPU us with", quantile(of(with), 0.5),
                "CPU more %", quantile(more, 0.5),
                "lower quartile", quantile(more, 0.25),
                "upper quartile", quantile(more, 0.75),
                "throughput less %", quantile(slower, 0.5));
    }

    private static double[] of(Cost[] costs) {
        return Arrays.stream(costs).mapToDouble(Cost::cpuMicros).toArray();
    }

    private static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
