package dev.steno.bench.rule;

import dev.steno.bench.peer.Load;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyApi;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.peer.WebSocketOrigin;
import dev.steno.bench.report.PartBenchmark;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            "CPU: of all threads but compilers; more %%: median of the pairs, with the quartiles. The bar is 2 %% of the throughput."
        })
public final class IdleRules extends PartBenchmark {
    private static final int WARM = 12; // runs, half of them with the rules

    @Mixin
    private PairedRuns runs = new PairedRuns(10, 16_000);

    @Option(names = "--messages", description = "Messages of a run (default ${DEFAULT-VALUE}).")
    private int messages = 160_000;

    @Option(names = "--connections", description = "Connections at once (default ${DEFAULT-VALUE}).")
    private int connections = 16;

    @Option(names = "--kinds", split = ",", description = "Only rules of these kinds, or intercept (default all).")
    private List<String> kinds = List.of();

    @Option(
            names = "--record",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether a session is recorded (the default).")
    private boolean record = true;

    public IdleRules() {
        super("idle-rules");
    }

    @Override
    protected void measure(Report report) throws IOException, InterruptedException {
        report.setting("recorded", record).setting("connections", connections);
        if (isWanted("HTTP")) {
            try (Origin origin = new Origin(1024)) {
                measure(report, "HTTP", runs.requests(), "", proxy -> {
                    Load load = new Load(proxy.port(), origin.port(), connections);
                    return load::more;
                });
            }
        }
        measureMessages(report, "WebSocket", "");
        measureMessages(report, "held-WebSocket", "~websocket & ");
    }

    private void measureMessages(Report report, String name, String held) throws IOException, InterruptedException {
        if (isWanted(name)) {
            try (WebSocketOrigin origin = MessageLoad.origin()) {
                measure(report, name, messages, held, proxy -> {
                    MessageLoad load = new MessageLoad(proxy.port(), origin.port(), connections);
                    return load::send;
                });
            }
        }
    }

    /** Opens traffic to a proxy. */
    private interface Source {
        PairedRuns.Traffic to(ProxyProcess proxy) throws IOException;
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
                PairedRuns.Traffic traffic = source.to(proxy);
                for (int i = 0; i < WARM; i++) {
                    run(proxy, rules, i % 2 == 0, count, traffic);
                }
                runs.measure(report, name, with -> run(proxy, rules, with, count, traffic));
            }
        }
    }

    private static PairedRuns.Cost run(
            ProxyProcess proxy, RuleSet rules, boolean set, int count, PairedRuns.Traffic traffic)
            throws IOException, InterruptedException {
        rules.set(set);
        traffic.send(count / 4); // what another setting makes the JVM compile again
        return PairedRuns.Cost.of(proxy, count, traffic);
    }
}
