package dev.steno.bench.exchange;

import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.copy.CopyFormat;
import dev.steno.copy.UncopyableException;
import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs copies of generated requests as code, and counts the bytes in which the requests that arrive differ. */
@Command(
        name = "copies",
        mixinStandardHelpOptions = true,
        description = {
            "Copies generated requests as code, runs it, and compares what a server receives with what was copied.",
            "Parts that a note in the code declares to differ are counted apart; bodies have no such notes. Content-Length, and a "
                    + "Host that follows from the URL, are not compared."
        })
public final class Copies implements Callable<Integer> {
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "host", "connection");

    @Option(
            names = "--format",
            split = ",",
            description = "curl, httpie, fetch, python or python-requests (default: ${DEFAULT-VALUE}).")
    private List<String> formats = List.of("curl", "fetch", "python", "httpie");

    @Option(names = "--requests", description = "Number of requests for each format (default ${DEFAULT-VALUE}).")
    private int requests = 10_000;

    @Option(names = "--batch", description = "Number of requests in a file (default ${DEFAULT-VALUE}).")
    private int batch = 200;

    @Option(names = "--seed", description = "What the requests are generated from (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("copies");

    private static final class Sums {
        private long refused;
        private long notedTargets;
        private long notedFields;
        private long line;
        private long fields;
        private long body;
        private long bodyBytes;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (String format : formats) {
            measure(CopyFormat.named(format).orElseThrow(() -> new IllegalArgumentException("no format " + format)));
        }
        options.print(report);
        return 0;
    }

    private void measure(CopyFormat format) throws IOException, InterruptedException {
        Sums sums = new Sums();
        long begin = System.nanoTime();
        try (Scratch scratch = Scratch.make(null);
                CopyOrigin origin = new CopyOrigin()) {
            CopyRunner runner = new CopyRunner(format, scratch);
            GeneratedRequests generated = new GeneratedRequests(seed, origin.port());
            for (int done = 0; done < requests; done += batch) {
                List<HttpFlow> flows = new ArrayList<>();
                List<String> copies = new ArrayList<>();
                for (int i = done; i < Math.min(requests, done + batch); i++) {
                    HttpFlow flow = generated.next(i + 1);
                    try {
                        copies.add(new String(format.copy(flow, (http, body) -> open(body)), StandardCharsets.UTF_8));
                        flows.add(flow);
                        keepLong(flow, copies.get(copies.size() - 1), scratch);
                    } catch (UncopyableException e) {
                        sums.refused++;
                    }
                }
                runner.run(copies);
                List<CopyOrigin.Received> received = new ArrayList<>();
                origin.received.drainTo(received);
                if (received.size() != flows.size()) {
                    throw new IllegalStateException(received.size() + " of " + flows.size() + " requests arrived");
                }
                for (int i = 0; i < received.size(); i++) {
                    compare(flows.get(i).request(), received.get(i), copies.get(i), sums);
                }
            }
        }
        report.row(
                "format",
                format.label(),
                "requests",
                requests,
                "refused",
                sums.refused,
                "targets noted",
                sums.notedTargets,
                "fields noted",
                sums.notedFields,
                "differing: line",
                sums.line,
                "fields",
                sums.fields,
                "body",
                sums.body,
                "of bytes",
                sums.bodyBytes,
                "seconds",
                (System.nanoTime() - begin) / 1e9);
    }

    /** Saves a body that is too long for code, as the note in the code asks for. */
    private static void keepLong(HttpFlow flow, String copy, Scratch scratch) throws IOException {
        String file = "request-" + flow.id() + ".body";
        if (copy.contains(file)) {
            Files.write(scratch.file(file), open(flow.request().body()).readAllBytes());
        }
    }

    private static InputStream open(Body body) {
        return new ByteArrayInputStream(body instanceof Body.Inline inline ? inline.bytes() : new byte[0]);
    }

    private static void compare(HttpRequest sent, CopyOrigin.Received got, String copy, Sums sums) throws IOException {
        byte[] body = open(sent.body()).readAllBytes();
        sums.body += differing(body, got.body());
        sums.bodyBytes += body.length;
        if (copy.contains("escaped otherwise")) {
            sums.notedTargets++;
        } else {
            sums.line += differing(latin1(sent.method() + " " + sent.path() + " HTTP/1.1"), latin1(got.line()));
        }
        if (copy.contains("left out, since") || copy.contains("joins the repeated")) {
            sums.notedFields++;
            return;
        }
        Set<String> added = copy.lines()
                .filter(line -> line.contains("adds fields that were not sent: "))
                .map(line -> line.substring(line.indexOf("sent: ") + 6).replace("'", ""))
                .flatMap(names -> Stream.of(names.toLowerCase(Locale.ROOT).split(", ")))
                .collect(Collectors.toSet());
        List<String> expected = comparable(sent.headers().toString().lines().toList(), Set.of());
        List<String> arrived = comparable(got.fields(), added);
        if (copy.contains("in another order")) {
            sums.notedFields++;
            expected.sort(null);
            arrived.sort(null);
        }
        sums.fields += differing(latin1(String.join("\n", expected)), latin1(String.join("\n", arrived)));
    }

    private static List<String> comparable(List<String> fields, Set<String> added) {
        List<String> kept = new ArrayList<>();
        for (String field : fields) {
            String name = field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
            if (!FRAMING.contains(name) && !added.contains(name)) {
                kept.add(field.stripTrailing());
            }
        }
        return kept;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long differing(byte[] one, byte[] other) {
        long count = Math.abs(one.length - other.length);
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            count += one[i] == other[i] ? 0 : 1;
        }
        return count;
    }
}
