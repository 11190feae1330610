package dev.steno.bench.mock;

import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.session.Counts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
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
            "Answers from a session of N recorded responses of 1 KiB, each to a URL of its own. start: until the first answer,",
            "from the start of the process; cold: each request for another item; hot: always the same 100 items; miss: items",
            "that were not recorded. With --wiremock, the same by WireMock, whose standalone jar has to be downloaded first",
            "(org.wiremock:wiremock-standalone). A CPU time is that of the server per request."
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

    @Option(names = "--wiremock", paramLabel = "JAR", description = "Measures WireMock instead.")
    private @Nullable Path wiremock;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        long items = Counts.parse(count);
        Report report = new Report("mock-session")
                .setting("server", wiremock == null ? "Steno" : wiremock.getFileName())
                .setting("recorded", items);
        try (Scratch scratch = Scratch.make(null)) {
            if (wiremock == null) {
                steno(scratch, items, report);
            } else {
                wiremock(wiremock, scratch, items, report);
            }
        }
        options.print(report);
        return 0;
    }

    private void steno(Scratch scratch, long items, Report report) throws IOException, InterruptedException {
        Path session = scratch.file("recorded.steno");
        RecordedItems.writeSession(session, items);
        long began = System.nanoTime();
        List<String> flags =
                List.of("--web=off", "--server-replay=" + session, "--mock-mode=strict", "--mock-repeat=last");
        try (ProxyProcess proxy = ProxyProcess.launch(scratch.file("own.steno"), scratch.file("home"), flags)) {
            measure(new AskedServer(proxy.port(), true), proxy.pid(), began, items, report);
        }
    }

    private void wiremock(Path jar, Scratch scratch, long items, Report report)
            throws IOException, InterruptedException {
        RecordedItems.writeMappings(scratch.folder(), items);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        long began = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-jar",
                        jar.toString(),
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--root-dir=" + scratch.folder(),
                        "--no-request-journal",
                        "--disable-banner")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitPort(port, process);
            measure(new AskedServer(port, false), process.pid(), began, items, report);
        } finally {
            process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
    }

    private static void awaitPort(int port, Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(20);
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
        throw new IOException("the server did not start");
    }

    private void measure(AskedServer server, long pid, long began, long items, Report report)
            throws IOException, InterruptedException {
        server.ask(1, 1, number -> 1, 200);
        report.row(
                "kind",
                "start",
                "ms",
                (System.nanoTime() - began) / 1e6,
                "CPU ms",
                cpu(pid) / 1e6,
                "MB",
                megabytes(pid));
        long stride = Math.max(1, items / requests);
        add(report, "cold", server, pid, requests, number -> 1 + number * stride % items, 200);
        add(report, "hot", server, pid, requests, number -> 1 + number % HOT, 200);
        add(report, "hot", server, pid, requests, number -> 1 + number % HOT, 200);
        add(report, "miss", server, pid, Math.max(1, requests / 10), number -> items + 1 + number, 404);
    }

    private void add(
            Report report, String kind, AskedServer server, long pid, long count, LongUnaryOperator item, int status)
            throws IOException, InterruptedException {
        long cpu = cpu(pid);
        long began = System.nanoTime();
        Histogram micros = server.ask(connections, count, item, status);
        double seconds = (System.nanoTime() - began) / 1e9;
        report.row(
                "kind",
                kind,
                "requests/s",
                count / seconds,
                "p50 ms",
                micros.getValueAtPercentile(50) / 1e3,
                "p99 ms",
                micros.getValueAtPercentile(99) / 1e3,
                "CPU us",
                (cpu(pid) - cpu) / 1e3 / count,
                "MB",
                megabytes(pid));
    }

    private static long cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
    }

    private static double megabytes(long pid) throws IOException {
        return Resident.now(pid) / 1e6;
    }
}
