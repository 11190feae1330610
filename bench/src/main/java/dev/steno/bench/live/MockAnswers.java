package dev.steno.bench.live;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.rule.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks for a host that does not exist and that a rule answers for, and measures when the first byte comes. */
@Command(
        name = "mock",
        mixinStandardHelpOptions = true,
        description = {
            "A rule answers requests to a host that no resolver knows, on a new connection for each: from the call that connects",
            "until the first byte of the response. upstream: how often a server was to be connected to; look-ups: threads that",
            "look up names. The bars: 50 ms, and none of either."
        })
public final class MockAnswers implements Callable<Integer> {
    private static final String HOST = "mock.invalid";

    @Option(names = "--requests", description = "Requests of each kind (default ${DEFAULT-VALUE}).")
    private int requests = 2_000;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final AtomicLong upstream = new AtomicLong();

    /** How a client asks. */
    private enum Kind {
        ABSOLUTE("HTTP"),
        TUNNEL("HTTP in a tunnel"),
        TLS("HTTPS");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** Counts the servers that are to be connected to, before their names are looked up. */
    private final class Counter implements Addon {
        @Override
        public void register(Registrar registrar) {
            registrar.on(Hook.UPSTREAM, Phase.SEAL, (target, context) -> {
                upstream.incrementAndGet();
                return Verdict.pass();
            });
        }
    }

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        Report report = new Report("mock");
        try (Scratch scratch = Scratch.make(null);
                LocalProxy proxy = new LocalProxy(new Rules(), new Counter())) {
            Path file = Files.writeString(scratch.file("answer.txt"), "answered from a file");
            proxy.set("map-local", "|mock\\.invalid|" + file);
            SSLContext trusting = trusting();
            for (Kind kind : Kind.values()) {
                double first = micros(kind, proxy.port(), trusting) / 1e3;
                Histogram micros = new Histogram(60_000_000, 3);
                for (int i = 0; i < requests; i++) {
                    micros.recordValue(micros(kind, proxy.port(), trusting));
                }
                report.row(Quantiles.delays(
                        new Object[] {"request", kind.label, "count", micros.getTotalCount(), "the first ms", first},
                        micros,
                        "upstream",
                        upstream.get(),
                        "look-ups",
                        lookUps()));
            }
        }
        options.print(report);
        return 0;
    }

    /** From the call that connects to the proxy until the first byte of the response. */
    private long micros(Kind kind, int proxy, SSLContext trusting) throws IOException {
        long began = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy)) {
            socket.setTcpNoDelay(true);
            switch (kind) {
                case ABSOLUTE -> ask(socket, "http://" + HOST);
                case TUNNEL -> {
                    connect(socket, HOST + ":80");
                    ask(socket, "");
                }
                case TLS -> {
                    connect(socket, HOST + ":443");
                    SSLSocket secure = (SSLSocket) trusting.getSocketFactory().createSocket(socket, HOST, 443, true);
                    ask(secure, "");
                }
            }
            return (System.nanoTime() - began) / 1_000;
        }
    }

    private static void connect(Socket socket, String authority) throws IOException {
        send(socket, "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
        InputStream in = socket.getInputStream();
        for (int end = 0; end < 4; ) { // the response has no body
            int next = in.read();
            if (next < 0) {
                throw new IOException("the tunnel was refused");
            }
            end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
        }
    }

    private static void ask(Socket socket, String origin) throws IOException {
        send(socket, "GET " + origin + "/item HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
        byte[] first = socket.getInputStream().readNBytes(12);
        if (!new String(first, StandardCharsets.US_ASCII).equals("HTTP/1.1 200")) {
            throw new IOException("answered with " + new String(first, StandardCharsets.US_ASCII));
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The threads of the proxy that have looked up a name within the last half minute. */
    private static long lookUps() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("resolve"))
                .count();
    }

    /** A context that trusts every certificate: what the proxy presents is not what is measured. */
    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
