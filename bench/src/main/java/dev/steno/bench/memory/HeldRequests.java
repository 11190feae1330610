package dev.steno.bench.memory;

import dev.steno.bench.peer.HttpIn;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.SizeConverter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds thousands of requests, and measures the memory of the proxy for each, and how long lists and a resume take. */
@Command(
        name = "held",
        mixinStandardHelpOptions = true,
        description = {
            "Memory of a recording proxy for each held request, beside that of its idle connection; the times of GET /held and"
                    + " of POST /held/resume until all requests are answered.",
            "Needs two file descriptors for each request. STENO_JAVA_OPTS=-XX:NativeMemoryTracking=summary adds direct memory."
        })
public final class HeldRequests implements Callable<Integer> {
    private static final Pattern DIRECT = Pattern.compile("Other \\(reserved=[0-9]+KB, committed=([0-9]+)KB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+([0-9]+)");

    @Option(names = "--count", description = "Number of held requests (default ${DEFAULT-VALUE}).")
    private int count = 9_000;

    @Option(names = "--bodies", split = ",", description = "Sizes of their bodies; 0 for none (default 0,2048,16384).")
    private List<Integer> bodies = List.of(0, 2_048, 16_384);

    @Option(
            names = "--upload",
            converter = SizeConverter.class,
            description = "Instead, one upload of this size, such as 5gb; STENO_JAVA_OPTS=-Xmx64m bounds the heap.")
    private @Nullable Long upload;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path launcher = Path.of(System.getProperty("bench.home", "."), "steno");
        if (upload != null) {
            options.print(HeldUpload.measure(launcher, upload));
            return 0;
        }
        Report report = new Report("held").setting("requests", count);
        for (int body : bodies) {
            try (Scratch scratch = Scratch.make(null);
                    Origin origin = new Origin(2)) {
                measure(report, launcher, scratch, body, origin);
            }
        }
        options.print(report);
        return 0;
    }

    /** What the process uses at one moment. */
    private record Used(long heap, long direct, long resident, long threads) {
        static Used by(long pid) throws IOException, InterruptedException {
            long heap = IdleConnections.liveHeap(pid);
            Matcher direct = DIRECT.matcher(IdleConnections.jcmd(pid, "VM.native_memory"));
            Matcher threads = THREADS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return new Used(
                    heap,
                    direct.find() ? Long.parseLong(direct.group(1)) << 10 : 0,
                    Resident.now(pid),
                    threads.find() ? Long.parseLong(threads.group(1)) : 0);
        }
    }

    private void measure(Report report, Path launcher, Scratch scratch, int body, Origin origin)
            throws IOException, InterruptedException {
        Path home = Files.createDirectories(scratch.file("home"));
        List<String> flags = List.of("--web", "0", "--intercept", "~q & ~u /held");
        try (ProxyProcess proxy = ProxyProcess.launch(launcher, scratch.file("held.steno"), home, flags)) {
            ProxyApi api = ProxyApi.of(home, proxy.pid());
            List<Socket> clients = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                clients.add(client);
                if (i % 100 == 0) {
                    answered(send(client, origin, "/", 0)); // after this, the earlier connections have been accepted
                }
            }
            Used before = Used.by(proxy.pid());
            for (Socket client : clients) {
                send(client, origin, "/held", body);
            }
            while (!api.call("GET", "/status").contains("\"held\":" + count + ",")) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            Used held = Used.by(proxy.pid());
            long list = Long.MAX_VALUE;
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                api.call("GET", "/held");
                list = Math.min(list, System.nanoTime() - start);
            }
            long start = System.nanoTime();
            api.call("POST", "/held/resume");
            long resumed = System.nanoTime() - start;
            for (Socket client : clients) {
                answered(client);
                client.close();
            }
            report.row(
                    "body", (long) body,
                    "heap bytes each", (held.heap - before.heap) / count,
                    "direct bytes each", (held.direct - before.direct) / count,
                    "RSS bytes each", (held.resident - before.resident) / count,
                    "threads more", held.threads - before.threads,
                    "list ms", list / 1e6,
                    "resume ms", resumed / 1e6,
                    "answered ms", (System.nanoTime() - start) / 1e6);
        }
    }

    private static Socket send(Socket client, Origin origin, String path, int body) throws IOException {
        String authority = "127.0.0.1:" + origin.port();
        byte[] head = ((body == 0 ? "GET" : "POST") + " http://" + authority + path + " HTTP/1.1\r\nHost: " + authority
                        + (body == 0 ? "" : "\r\nContent-Length: " + body) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + body);
        client.getOutputStream().write(all);
        return client;
    }

    private static void answered(Socket client) throws IOException {
        if (new HttpIn(client.getInputStream()).message() == null) {
            throw new IOException("the proxy closed the connection");
        }
    }
}
