package dev.steno.bench.memory;

import dev.steno.bench.peer.HttpIn;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyApi;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
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
    @Option(names = "--count", description = "Number of held requests (default ${DEFAULT-VALUE}).")
    private int count = 9_800;

    @Option(names = "--bodies", split = ",", description = "Sizes of their bodies; 0 for none (default 0,2048,16384).")
    private List<Integer> bodies = List.of(0, 2_048, 16_384);

    @Option(
            names = "--upload",
            converter = SizeConverter.class,
            description = "Instead, one upload of this size, such as 5gb; STENO_JAVA_OPTS=-Xmx64m bounds the heap.")
    private @Nullable Long upload;

    @Option(names = "--messages", description = "Held messages of WebSockets; 0 for none (default ${DEFAULT-VALUE}).")
    private int messages = 10_000;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (upload != null) {
            options.print(HeldUpload.measure(upload));
            return 0;
        }
        Report report = new Report("held").setting("requests", count);
        for (int body : bodies) {
            try (Scratch scratch = Scratch.make(null);
                    Origin origin = new Origin(2)) {
                measure(report, scratch, body, origin);
            }
        }
        if (messages > 0) {
            HeldMessages.measure(report, messages);
        }
        options.print(report);
        return 0;
    }

    private void measure(Report report, Scratch scratch, int body, Origin origin)
            throws IOException, InterruptedException {
        Path home = Files.createDirectories(scratch.file("home"));
        List<String> flags = List.of("--web", "0", "--intercept", "~q & ~u /held");
        try (ProxyProcess proxy = ProxyProcess.launch(scratch.file("held.steno"), home, flags)) {
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
            Held.await(api, count);
            Held held = Held.of(proxy.pid(), api);
            for (Socket client : clients) {
                answered(client);
                client.close();
            }
            held.report(report, body == 0 ? "head" : "body of " + body + " bytes", before, count);
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
