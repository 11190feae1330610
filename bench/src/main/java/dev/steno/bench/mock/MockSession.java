package dev.steno.bench.mock;

import dev.steno.bench.mock.AskedServer.Asked;
import dev.steno.bench.mock.AskedServer.Asking;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.ThreadCpu;
import dev.steno.bench.session.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers from a recorded session: start, memory, first and repeated requests, and requests without an answer. */
@Command(
        name = "mock-session",
        mixinStandardHelpOptions = true,
        description = {
            "Answers from a session of N recorded responses of 1 KiB, each to a URL of its own. start: until the server listens,",
            "and until the first answer, from the start of the process; cold: each request for another item; hot: always the",
            "same 100 items, while code is compiled, and warm, after more of them; miss: items that were not recorded. With",
            "--wiremock, the same by WireMock, whose standalone jar has to be downloaded first (org.wiremock:wiremock-standalone);",
            "with --forward, by the proxy from a server. CPU us: of the server a request, without its compilers and with them."
        })
public final class MockSession implements Callable<Integer> {
    private static final int HOT = 100;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "N",
            defaultValue = "20k",
            description = "Recorded responses (default 20k).")
    private String count = "20k";

    @Option(
            names = "--requests",
            description = "Requests of each kind (default ${DEFAULT-VALUE}); a tenth of them misses.")
    private int requests = 20_000;

    @Option(names = "--connections", description = "Connections (default ${DEFAULT-VALUE}).")
    private int connections = 8;

    @Option(
            names = "--warm",
            paramLabel = "SECONDS",
            description = "How long it is warmed up (default ${DEFAULT-VALUE}).")
    private int warm = 20;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "Most time for the start, and for each kind (default ${DEFAULT-VALUE}).")
    private int limit = 60;

    @Option(
            names = "--record",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the answers are recorded (the default).")
    private boolean record = true;

    @Option(names = "--forward", description = "Measures the proxy without a mock, in front of a server.")
    private boolean forward;

    @Option(names = "--wiremock", paramLabel = "JAR", description = "Measures WireMock instead.")
    private @Nullable Path wiremock;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("mock-session");

    @Override
    public Integer call() throws IOException, InterruptedException {
        long items = Counts.parse(count);
        try (Scratch scratch = Scratch.make(null)) {
            if (wiremock != null) {
                report.setting("server", wiremock.getFileName()).setting("recorded", items);
                wiremock(wiremock, scratch, items);
            } else if (forward) {
                report.setting("server", "Steno, from a server").setting("its record", record);
                forward(scratch);
            } else {
                report.setting("server", "Steno").setting("recorded", items).setting("its record", record);
                steno(scratch, items);
            }
        }
        options.print(report);
        return 0;
    }

    private void steno(Scratch scratch, long items) throws IOException, InterruptedException {
        Path session = scratch.file("recorded.steno");
        RecordedItems.writeSession(session, items);
        long began = System.nanoTime();
        try (ProxyProcess proxy =
                launch(scratch, List.of("--server-replay=" + session, "--mock-mode=strict", "--mock-repeat=last"))) {
            double listening = (System.nanoTime() - began) / 1e6;
            measure(new Served(RecordedItems.HOST, true, proxy.port(), proxy.pid()), began, listening, items);
        }
    }

    private void forward(Scratch scratch) throws IOException, InterruptedException {
        try (Origin origin = new Origin(1024);
                ProxyProcess proxy = launch(scratch, List.of())) {
            Served served = new Served("127.0.0.1:" + origin.port(), true, proxy.port(), proxy.pid());
            add("warm-up", served, Long.MAX_VALUE, number -> number % HOT, 200, warm);
            add("warm", served, requests, number -> number % HOT, 200, limit);
            add("warm", served, requests, number -> number % HOT, 200, limit);
        }
    }

    private ProxyProcess launch(Scratch scratch, List<String> flags) throws IOException {
        List<String> all = new ArrayList<>(flags);
        all.add("--web=off");
        return ProxyProcess.launch(record ? scratch.file("own.steno") : Path.of("none"), scratch.file("home"), all);
    }

    private void wiremock(Path jar, Scratch scratch, long items) throws IOException, InterruptedException {
        RecordedItems.writeMappings(scratch.folder(), items);
        long began = System.nanoTime();
        try (WireMockProcess server = WireMockProcess.start(jar, scratch.folder())) {
            if (!server.listensWithin(Duration.ofSeconds(limit))) {
                report.row("kind", "start", "note", "did not listen within " + limit + " s");
                return;
            }
            double listening = (System.nanoTime() - began) / 1e6;
            measure(new Served(RecordedItems.HOST, false, server.port(), server.pid()), began, listening, items);
        }
    }

    /** A server that is measured. */
    private record Served(String authority, boolean absolute, int port, long pid) {
        AskedServer asked() {
            return new AskedServer(port, authority, absolute);
        }
    }

    private void measure(Served server, long began, double listening, long items)
            throws IOException, InterruptedException {
        Asked first = server.asked().ask(new Asking(1, 1, number -> items / 2 + 1, 200, Duration.ofSeconds(limit)));
        if (first.count() == 0) {
            report.row("kind", "start", "ms", listening, "note", "no answer within " + limit + " s");
            return;
        }
        report.row(
                "kind",
                "start",
                "ms",
                listening,
                "first answer ms",
                (System.nanoTime() - began) / 1e6,
                "CPU ms",
                (ThreadCpu.withoutCompilers(server.pid) + ThreadCpu.compilers(server.pid)) / 1e6,
                "MB",
                megabytes(server.pid));
        // Items are asked for all over the record: a server that looks through it may find the first or last ones
        // sooner.
        long coldStride = Math.max(1, items / requests);
        long hotStride = Math.max(1, items / HOT);
        LongUnaryOperator hot = number -> 1 + number % HOT * hotStride % items;
        add("cold", server, requests, number -> 1 + number * coldStride % items, 200, limit);
        add("hot", server, requests, hot, 200, limit);
        add("warm-up", server, Long.MAX_VALUE, hot, 200, warm);
        add("warm", server, requests, hot, 200, limit);
        add("warm", server, requests, hot, 200, limit);
        add("miss", server, Math.max(1, requests / 10), number -> items + 1 + number, 404, limit);
    }

    private void add(String kind, Served server, long count, LongUnaryOperator item, int status, int seconds)
            throws IOException, InterruptedException {
        long cpu = ThreadCpu.withoutCompilers(server.pid);
        long compilers = ThreadCpu.compilers(server.pid);
        Asked asked = server.asked().ask(new Asking(connections, count, item, status, Duration.ofSeconds(seconds)));
        long others = ThreadCpu.withoutCompilers(server.pid) - cpu;
        double each = Math.max(1, asked.count());
        report.row(
                "kind", kind,
                "requests/s", asked.count() / asked.seconds(),
                "p50 ms", asked.micros().getValueAtPercentile(50) / 1e3,
                "p99 ms", asked.micros().getValueAtPercentile(99) / 1e3,
                "CPU us", others / 1e3 / each,
                "with compilers", (others + ThreadCpu.compilers(server.pid) - compilers) / 1e3 / each,
                "MB", megabytes(server.pid),
                "note", note(asked.count(), count, seconds));
    }

    private static String note(long answered, long count, int seconds) {
        return count == Long.MAX_VALUE
                ? answered + " requests"
                : answered < count ? answered + " of " + count + " answered in " + seconds + " s" : "";
    }

    private static double megabytes(long pid) throws IOException {
        return Resident.now(pid) / 1e6;
    }
}
