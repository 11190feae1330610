package dev.steno.bench.live;

import dev.steno.bench.peer.Load;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a recorded session again, as fast as possible and at rates, and compares that with the proxy that recorded it. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Requests with responses of 1 KiB: through ./steno run with clients on loopback, then by ./steno replay of that session,",
            "as fast as possible and at rates. The server and the clients are in the process of the benchmark, on the same cores.",
            "The bars: 5,000/s and 60 %% of the proxy; at 1,000/s on an idle machine, late by at most 0.5 ms (p50) and 5 ms (p99)."
        })
public final class ReplayRates implements Callable<Integer> {
    private static final Path LAUNCHER = Path.of(System.getProperty("bench.home", "."), "steno");

    @Option(names = "--requests", description = "Requests of each measurement (default ${DEFAULT-VALUE}).")
    private long requests = 100_000;

    @Option(names = "--concurrency", description = "Requests in flight (default ${DEFAULT-VALUE}).")
    private int concurrency = 32;

    @Option(names = "--rates", split = ",", description = "Rates per second (default ${DEFAULT-VALUE}).")
    private List<Integer> rates = List.of(1_000, 5_000);

    @Option(names = "--seconds", description = "Length of a measurement at a rate (default ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(names = "--to", description = "The session to record to; none records nothing (default: a temporary one).")
    private String to = "";

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Report report = new Report("replay").setting("requests", requests).setting("concurrency", concurrency);
        try (Scratch scratch = Scratch.make(null);
                Origin origin = new Origin(1024)) {
            Path session = scratch.file("recorded.steno");
            Path home = Files.createDirectory(scratch.file("home"));
            double proxied = proxied(session, home, origin);
            report.row("what", "proxy", "per second", proxied, "of the proxy %", 100.0);
            Sent fast = replay(scratch, session, "--timing", "asap", "--concurrency", Integer.toString(concurrency));
            report.row(
                    "what", "replay, asap",
                    "per second", fast.number("perSecond"),
                    "of the proxy %", 100 * fast.number("perSecond") / proxied,
                    "p50 ms", fast.millis("timeToAnswer", "p50"),
                    "p99 ms", fast.millis("timeToAnswer", "p99"),
                    "failed", fast.number("failed"));
            for (int rate : rates) {
                report.row(atRate(scratch, session, rate));
            }
        }
        options.print(report);
        return 0;
    }

    private double proxied(Path session, Path home, Origin origin) throws IOException, InterruptedException {
        try (ProxyProcess proxy = ProxyProcess.launch(session, home, List.of("--web", "off"));
                Load load = new Load(proxy.port(), origin.port(), concurrency)) {
            load.upTo(requests / 4); // warm
            long began = System.nanoTime();
            load.upTo(requests);
            return (requests - requests / 4) / ((System.nanoTime() - began) / 1e9);
        }
    }

    private Object[] atRate(Scratch scratch, Path session, int rate) throws IOException, InterruptedException {
        Sent sent =
                replay(scratch, session, "--rate", Integer.toString(rate), "--loop", "0", "--duration", seconds + "s");
        return new Object[] {
            "what", "replay, " + rate + "/s",
            "per second", sent.number("perSecond"),
            "late p50 ms", sent.millis("lateness", "p50"),
            "late p99 ms", sent.millis("lateness", "p99"),
            "most late ms", sent.millis("lateness", "max"),
            "more than 10 ms late", sent.number("late"),
            "p50 ms", sent.millis("timeToAnswer", "p50"),
            "p99 ms", sent.millis("timeToAnswer", "p99"),
            "failed", sent.number("failed")
        };
    }

    /** What a run reported. */
    private record Sent(String json) {
        double number(String name) {
            return find("\"" + name + "\":([0-9.eE+-]+)");
        }

        double millis(String times, String name) {
            return find("\"" + times + "\":\\{[^}]*\"" + name + "\":([0-9]+)") / 1e6;
        }

        private double find(String pattern) {
            Matcher found = Pattern.compile(pattern).matcher(json);
            return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
        }
    }

    private Sent replay(Scratch scratch, Path session, String... how) throws IOException, InterruptedException {
        Path target = scratch.file("again" + System.nanoTime() + ".steno");
        List<String> command = new ArrayList<>(List.of(
                LAUNCHER.toString(),
                "replay",
                session.toString(),
                "--home",
                scratch.file("home").toString(),
                "--to",
                to.isEmpty() ? target.toString() : to,
                "--json",
                "--quiet"));
        command.addAll(List.of(how));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        Files.deleteIfExists(target);
        if (code != 0) {
            throw new IOException("steno replay ended with " + code + ": " + json);
        }
        return new Sent(json);
    }
}
