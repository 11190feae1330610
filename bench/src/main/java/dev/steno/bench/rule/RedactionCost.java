package dev.steno.bench.rule;

import dev.steno.bench.peer.Load;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.PartBenchmark;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.ThreadCpu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends the same traffic alternately through a proxy that redacts its record and through one that does not. */
@Command(
        name = "redaction",
        mixinStandardHelpOptions = true,
        description = {
            "What redaction of the record costs traffic, beside none: two processes that both record, with runs in turn, each",
            "compared with its neighbour, once the JVM compiles little. CPU: of all threads but compilers; more %%: median of the",
            "pairs, with the quartiles.",
            "The bars are 2 %% for rules on heads and 10 %% for rules on bodies."
        })
public final class RedactionCost extends PartBenchmark {
    private static final int LEAST_WARM = 4; // runs of each
    private static final int MOST_WARM = 60;

    /** The part of the CPU time that the JVM's compilers have in a run of warm code. */
    private static final double WARM = 0.1;

    private static final String FIELDS = "Authorization: Bearer 4f1d0e2c9b8a77665544332211\r\n"
            + "Cookie: sid=0f3a9c71b2; theme=dark; lang=en\r\nReferer: http://127.0.0.1/list?page=3&sort=name\r\n";

    @Mixin
    private PairedRuns runs = new PairedRuns(9, 10_000);

    @Option(names = "--bytes", description = "Bytes of bodies of a run, in MiB (default ${DEFAULT-VALUE}).")
    private int bytes = 256;

    public RedactionCost() {
        super("redaction");
    }

    @Override
    protected void measure(Report report) throws IOException, InterruptedException {
        report.setting("pairs", runs.pairs());
        measure(report, "heads, nothing found", "text/plain", text(1 << 10), "header:x-none", "cookie:none");
        measure(report, "heads, rules on fields", "text/plain", text(1 << 10), "header:authorization", "cookie:*");
        measure(report, "heads, preset auth", "application/octet-stream", text(1 << 10), "auth");
        measure(report, "JSON of 2 KiB, preset auth", "application/json", json(2 << 10), "auth");
        measure(report, "JSON of 64 KiB, preset auth", "application/json", json(64 << 10), "auth");
        measure(report, "JSON of 4 MiB, preset auth", "application/json", json(4 << 20), "auth");
        measure(report, "JSON of 4 MiB, a path", "application/json", json(4 << 20), "json:$.items[*].password");
        measure(report, "text of 4 MiB, an expression", "text/plain", text(4 << 20), "regex:\\b[A-Z]{2}\\d{18}\\b");
    }

    /** Members as an API has them, without secrets. */
    private static byte[] json(int size) {
        StringBuilder json = new StringBuilder("{\"items\":[");
        for (int i = 0; json.length() < size - 200; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(1_000_003L * i)
                    .append(",\"name\":\"Item number ")
                    .append(i)
                    .append("\",\"created\":\"2026-01-02T03:04:05Z\",\"url\":\"https://example.test/items/")
                    .append(i)
                    .append(
                            "\",\"tags\":[\"a\",\"b\"],\"price\":{\"amount\":12.50,\"currency\":\"EUR\"},\"active\":true}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] text(int size) {
        byte[] text = new byte[size];
        byte[] words =
                "The parcel 4711 leaves Bern at 12:30, see page 15 of the list. ".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < size; i++) {
            text[i] = words[i % words.length];
        }
        return text;
    }

    private void measure(Report report, String name, String type, byte[] body, String... rules)
            throws IOException, InterruptedException {
        if (!isWanted(name)) {
            return;
        }
        int count = (int) Math.max(16, Math.min(runs.requests(), ((long) bytes << 20) / body.length));
        List<String> flags = new ArrayList<>(List.of("--web", "off"));
        Stream.of(rules).flatMap(rule -> Stream.of("--redact", rule)).forEach(flags::add);
        try (Scratch scratch = Scratch.make(null);
                TextOrigin origin = new TextOrigin(type, body);
                ProxyProcess plain = ProxyProcess.launch(
                        scratch.file("plain.steno"),
                        Files.createDirectories(scratch.file("plain")),
                        List.of("--web", "off", "--keep", "64mib"));
                ProxyProcess redacting = ProxyProcess.launch(
                        scratch.file("redacted.steno"),
                        Files.createDirectories(scratch.file("redacted")),
                        Stream.concat(flags.stream(), Stream.of("--keep", "64mib"))
                                .toList());
                Load toPlain = new Load(plain.port(), origin.port(), 4, FIELDS);
                Load toRedacting = new Load(redacting.port(), origin.port(), 4, FIELDS)) {
            for (int i = 0; i < MOST_WARM; i++) {
                boolean warm = isWarm(plain, toPlain, count) & isWarm(redacting, toRedacting, count);
                if (warm && i >= LEAST_WARM) {
                    break;
                }
            }
            runs.measure(
                    report,
                    name,
                    with -> with
                            ? PairedRuns.Cost.of(redacting, count, toRedacting::more)
                            : PairedRuns.Cost.of(plain, count, toPlain::more));
        }
    }

    /** Sends the traffic of a run; returns whether the JVM compiled little meanwhile. */
    private static boolean isWarm(ProxyProcess proxy, Load load, int count) throws IOException, InterruptedException {
        long compilers = ThreadCpu.compilers(proxy.pid());
        long others = ThreadCpu.withoutCompilers(proxy.pid());
        load.more(count);
        compilers = ThreadCpu.compilers(proxy.pid()) - compilers;
        others = ThreadCpu.withoutCompilers(proxy.pid()) - others;
        return compilers < WARM * others;
    }
}
