package dev.steno.bench.memory;

import dev.steno.bench.peer.HttpIn;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.Scratch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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

/** Opens thousands of idle connections, and measures the memory of the proxy per connection. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = {
            "Memory of a recording proxy per idle connection: resident, and live objects after a full garbage collection.",
            "silent: no byte was sent yet. kept: one exchange is complete, and its server connection is kept as well."
        })
public final class IdleConnections implements Callable<Integer> {
    private static final Pattern TOTAL = Pattern.compile("Total\\s+[0-9]+\\s+([0-9]+)");

    @Option(names = "--silent", description = "Number of silent connections (default ${DEFAULT-VALUE}).")
    private int silent = 10_000;

    @Option(names = "--kept", description = "Number of kept connections (default ${DEFAULT-VALUE}).")
    private int kept = 4_000;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Report report = new Report("idle");
        try (Scratch scratch = Scratch.make(null);
                Origin origin = new Origin(100)) {
            measure(report, scratch, "silent", silent, origin);
            measure(report, scratch, "kept", kept, origin);
        }
        options.print(report);
        return 0;
    }

    private static void measure(Report report, Scratch scratch, String sort, int count, Origin origin)
            throws IOException, InterruptedException {
        Path home = Files.createDirectories(scratch.file("home"));
        try (ProxyProcess proxy = ProxyProcess.launch(scratch.file(sort + ".steno"), home, List.of())) {
            // warm-up: loads classes and allocates the buffers of the first connection
            exchange(connect(proxy), origin).close();
            long heap = liveHeap(proxy.pid());
            long resident = Resident.now(proxy.pid());
            List<Socket> connections = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Socket connection = connect(proxy);
                connections.add(sort.equals("kept") ? exchange(connection, origin) : connection);
            }
            exchange(connect(proxy), origin).close(); // after this, all earlier connections have been accepted
            report.row(
                    "sort", sort,
                    "connections", count,
                    "RSS bytes each", (Resident.now(proxy.pid()) - resident) / count,
                    "heap bytes each", (liveHeap(proxy.pid()) - heap) / count,
                    "RSS MB", Resident.now(proxy.pid()) / 1e6);
            for (Socket connection : connections) {
                connection.close();
            }
        }
    }

    private static Socket connect(ProxyProcess proxy) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static Socket exchange(Socket connection, Origin origin) throws IOException {
        String authority = "127.0.0.1:" + origin.port();
        connection
                .getOutputStream()
                .write(("GET http://" + authority + "/ HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        if (new HttpIn(connection.getInputStream()).message() == null) {
            throw new IOException("the proxy closed the connection");
        }
        return connection;
    }

    /** Bytes of live objects in a process, measured with the JDK's jcmd. */
    static long liveHeap(long pid) throws IOException, InterruptedException {
        String table = jcmd(pid, "GC.class_histogram");
        Matcher total = TOTAL.matcher(table);
        if (!total.find()) {
            throw new IOException("jcmd did not report the live objects: "
                    + table.lines().findFirst().orElse(""));
        }
        return Long.parseLong(total.group(1));
    }

    /** Returns what the JDK's jcmd prints of a process. */
    static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
