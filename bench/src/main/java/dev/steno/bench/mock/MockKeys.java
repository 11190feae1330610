package dev.steno.bench.mock;

import dev.steno.bench.peer.HttpIn;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.session.Counts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a mock takes to find what answers: in a large session, and for a URL with very many recorded requests. */
@Command(
        name = "mock-keys",
        mixinStandardHelpOptions = true,
        description = {
            "One client asks a mock (--mode strict) for items, one request after the other. first: each item for the first time;",
            "again: the same once more; hot: requests with a content each to one URL that has N of them; hot first: the first of",
            "these, for which all are read; miss: items that were not recorded, explained; unresolvable: first byte of a new",
            "connection for a host that no name server knows. Times are those of the client."
        })
public final class MockKeys implements Callable<Integer> {
    private static final String URL = "http://" + RecordedItems.HOST;

    @Option(names = "--items", defaultValue = "1m", description = "Items with a URL each (default ${DEFAULT-VALUE}).")
    private String items = "1m";

    @Option(names = "--hot", defaultValue = "100k", description = "Requests to one URL (default ${DEFAULT-VALUE}).")
    private String hot = "100k";

    @Option(names = "--requests", description = "Requests of each kind (default ${DEFAULT-VALUE}).")
    private int requests = 2_000;

    @Option(
            names = "--session",
            paramLabel = "FILE",
            description = "Keeps the session that is made in this file, or uses the one that is there.")
    private @Nullable Path kept;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        long count = Counts.parse(items);
        long many = Counts.parse(hot);
        Report report = new Report("mock-keys").setting("items", count).setting("requests to one URL", many);
        try (Scratch scratch = Scratch.make(null)) {
            Path session = kept == null ? scratch.file("recorded.steno") : kept;
            if (kept == null || !kept.toFile().exists()) {
                RecordedItems.writeSession(session, count, many);
            }
            List<String> flags =
                    List.of("--web=off", "--server-replay=" + session, "--mock-mode=strict", "--mock-repeat=last");
            try (ProxyProcess proxy = ProxyProcess.launch(scratch.file("own.steno"), scratch.file("home"), flags)) {
                measure(proxy, count, many, report);
            }
        }
        options.print(report);
        return 0;
    }

    private void measure(ProxyProcess proxy, long count, long many, Report report) throws IOException {
        LongFunction<String> item = number -> get(RecordedItems.path(1 + number * (count / requests) % count));
        try (Client client = new Client(proxy.port())) {
            client.ask(get(RecordedItems.path(1)), 200); // waits until the session is read
            ask(report, "first", client, proxy.pid(), requests, item, 200);
            ask(report, "again", client, proxy.pid(), requests, item, 200);
            ask(
                    report,
                    "miss",
                    client,
                    proxy.pid(),
                    requests,
                    number -> get(RecordedItems.path(count + 2 + number)),
                    404);
            if (many > 0) {
                ask(report, "hot first", client, proxy.pid(), 1, number -> post(1), 200);
                ask(report, "hot", client, proxy.pid(), requests, number -> post(1 + number * 31 % many), 200);
                ask(report, "hot again", client, proxy.pid(), requests, number -> post(1 + number * 31 % many), 200);
                ask(report, "hot miss", client, proxy.pid(), requests, number -> post(many + 1 + number), 404);
            }
        }
        long cpu = cpu(proxy.pid());
        Histogram micros = new Histogram(3);
        for (int i = 0; i < requests; i++) {
            long began = System.nanoTime();
            try (Client client = new Client(proxy.port())) {
                client.ask(item.apply(i), 200);
            }
            micros.recordValue((System.nanoTime() - began) / 1_000);
        }
        row(report, "unresolvable", micros, requests, cpu(proxy.pid()) - cpu);
    }

    private static String get(String path) {
        return "GET " + URL + path + " HTTP/1.1\r\nHost: " + RecordedItems.HOST + "\r\n\r\n";
    }

    private static String post(long number) {
        String body = RecordedItems.question(number);
        return "POST " + URL + RecordedItems.HOT + " HTTP/1.1\r\nHost: " + RecordedItems.HOST
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void ask(
            Report report, String kind, Client client, long pid, int count, LongFunction<String> request, int status)
            throws IOException {
        long cpu = cpu(pid);
        Histogram micros = new Histogram(3);
        for (int i = 0; i < count; i++) {
            String text = request.apply(i);
            long began = System.nanoTime();
            client.ask(text, status);
            micros.recordValue((System.nanoTime() - began) / 1_000);
        }
        row(report, kind, micros, count, cpu(pid) - cpu);
    }

    private static void row(Report report, String kind, Histogram micros, int count, long cpu) {
        report.row(Quantiles.delays(new Object[] {"kind", kind}, micros, "CPU us", cpu / 1e3 / count));
    }

    private static long cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** A connection to the mock. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final HttpIn in;
        private final OutputStream out;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new HttpIn(socket.getInputStream());
            out = socket.getOutputStream();
        }

        void ask(String request, int status) throws IOException {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            String first = in.message();
            if (first == null || !(first + " ").contains(" " + status + " ")) {
                throw new IOException("answered with " + first + " instead of " + status);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
