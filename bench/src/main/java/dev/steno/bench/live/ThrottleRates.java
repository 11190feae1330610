package dev.steno.bench.live;

import dev.steno.bench.report.PartBenchmark;
import dev.steno.bench.report.Report;
import dev.steno.rule.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how exactly rates and delays are kept, for one flow and for a thousand. */
@Command(
        name = "throttle",
        mixinStandardHelpOptions = true,
        description = {
            "A client downloads through the proxy at rates from 100 kbit/s to 1 Gbit/s; then small requests are delayed; then",
            "many downloads are slow at once. The client and the server are in the same process.",
            "error %%: of the rate that was set. The bars: 2 %%, 5 ms for the delay (p99), no thread more for 1,000 flows."
        })
public final class ThrottleRates extends PartBenchmark {
    private static final long[] KBIT = {100, 1_000, 10_000, 100_000, 1_000_000};

    @Option(names = "--seconds", description = "Duration of each download (default ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--requests", description = "Delayed requests (default ${DEFAULT-VALUE}).")
    private int requests = 200;

    @Option(names = "--delay", description = "Their delay in ms (default ${DEFAULT-VALUE}).")
    private int delay = 50;

    @Option(names = "--flows", description = "Downloads at once (default ${DEFAULT-VALUE}).")
    private int flows = 1_000;

    @Option(names = "--kbit", description = "The rate of each of them in kbit/s (default ${DEFAULT-VALUE}).")
    private int kbit = 100;

    private String origin = "";

    public ThrottleRates() {
        super("throttle");
    }

    @Override
    protected void measure(Report report) throws IOException {
        report.setting("seconds", seconds);
        try (EndlessOrigin server = new EndlessOrigin();
                LocalProxy proxy = new LocalProxy(new Rules())) {
            origin = "127.0.0.1:" + server.port();
            if (isWanted("rate")) {
                rates(report, proxy);
            }
            if (isWanted("delay")) {
                delayed(report, proxy);
            }
            if (isWanted("many")) {
                many(report, proxy);
            }
        }
    }

    private void rates(Report report, LocalProxy proxy) throws IOException {
        for (long rate : KBIT) {
            proxy.set("throttle", rate + "kbit//");
            double real = download(proxy);
            report.row("what", "rate", "set kbit/s", rate, "real kbit/s", rounded(real), "error %", error(real, rate));
        }
        proxy.set("throttle", "");
    }

    private void delayed(Report report, LocalProxy proxy) throws IOException {
        Histogram plain = ask(proxy);
        proxy.set("fault", "latency latency=" + delay + "ms");
        Histogram late = ask(proxy);
        proxy.set("fault", "");
        long added = TimeUnit.MILLISECONDS.toMicros(delay) + plain.getValueAtPercentile(50);
        report.row(
                "what",
                "delay",
                "set ms",
                delay,
                "error p50 ms",
                (late.getValueAtPercentile(50) - added) / 1e3,
                "error p99 ms",
                (late.getValueAtPercentile(99) - added) / 1e3,
                "without p99 ms",
                plain.getValueAtPercentile(99) / 1e3);
    }

    /** The rate of a download, from its first byte on. */
    private double download(LocalProxy proxy) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.getOutputStream().write(request("/endless"));
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 20];
            in.read(buffer);
            long began = System.nanoTime();
            long end = began + TimeUnit.SECONDS.toNanos(seconds);
            long bytes = 0;
            long last = began;
            while (last < end) {
                int read = in.read(buffer);
                if (read < 0) {
                    throw new IOException("the download ended");
                }
                bytes += read;
                last = System.nanoTime();
            }
            return bytes * 8e6 / (last - began);
        }
    }

    private Histogram ask(LocalProxy proxy) throws IOException {
        Histogram micros = new Histogram(60_000_000, 3);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setTcpNoDelay(true);
            byte[] buffer = new byte[4096];
            for (int i = -20; i < requests; i++) {
                long began = System.nanoTime();
                socket.getOutputStream().write(request("/small"));
                int end = 0;
                while (end < 2 || buffer[end - 1] != 'k') { // the body is "ok"
                    end += socket.getInputStream().read(buffer, end, buffer.length - end);
                }
                if (i >= 0) {
                    micros.recordValue((System.nanoTime() - began) / 1_000);
                }
            }
        }
        return micros;
    }

    private void many(Report report, LocalProxy proxy) throws IOException {
        proxy.set("throttle", kbit + "kbit///flow");
        long before = proxyThreads();
        List<SocketChannel> all = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < flows; i++) {
                SocketChannel one =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
                all.add(one);
                one.write(ByteBuffer.wrap(request("/endless")));
                one.configureBlocking(false);
                one.register(selector, SelectionKey.OP_READ, new long[1]);
            }
            long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (System.nanoTime() < patience
                    && selector.keys().stream().anyMatch(key -> ((long[]) key.attachment())[0] == 0)) {
                read(selector, TimeUnit.SECONDS.toNanos(1)); // until all have begun
            }
            selector.keys().forEach(key -> ((long[]) key.attachment())[0] = 0);
            double took = read(selector, TimeUnit.SECONDS.toNanos(seconds)) / 1e9;
            double[] rates = selector.keys().stream()
                    .mapToDouble(key -> ((long[]) key.attachment())[0] * 8 / 1e3 / took)
                    .sorted()
                    .toArray();
            report.row(
                    "what",
                    "many",
                    "flows",
                    flows,
                    "set kbit/s",
                    kbit,
                    "error %",
                    error(Arrays.stream(rates).average().orElse(0), kbit),
                    "least error %",
                    error(rates[0], kbit),
                    "most error %",
                    error(rates[rates.length - 1], kbit),
                    "threads before",
                    before,
                    "threads",
                    proxyThreads(),
                    "held KiB each",
                    rounded(proxy.heldBytes() / 1024.0 / flows));
        } finally {
            for (SocketChannel one : all) {
                one.close();
            }
        }
    }

    private static long read(Selector selector, long nanos) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        long began = System.nanoTime();
        while (System.nanoTime() - began < nanos) {
            selector.select(10);
            for (SelectionKey key : selector.selectedKeys()) {
                buffer.clear();
                ((long[]) key.attachment())[0] += ((SocketChannel) key.channel()).read(buffer);
            }
            selector.selectedKeys().clear();
        }
        return System.nanoTime() - began;
    }

    /** All threads of this process but those of the server. */
    private static long proxyThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("origin"))
                .count();
    }

    private byte[] request(String path) {
        String head = "GET http://" + origin + path + " HTTP/1.1\r\nHost: " + origin + "\r\n\r\n";
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static double error(double real, double set) {
        return rounded((real - set) * 100 / set);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
