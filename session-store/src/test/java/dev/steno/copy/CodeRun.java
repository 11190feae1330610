package dev.steno.copy;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.session.Flows;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.process.Program;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** Copies of one format, run as one file, and what a server received then. */
final class CodeRun implements AutoCloseable {
    private static final List<String> FRAMING = List.of("content-length", "transfer-encoding");

    /** What a server received; fields as {@code Name: value}. */
    record Received(String line, List<String> fields, byte[] body) {}

    private final CopyFormat format;
    private final Path folder;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AnsweringOrigin server;
    private final List<HttpFlow> flows = new ArrayList<>();
    private final Map<Long, byte[]> bodies = new LinkedHashMap<>();

    CodeRun(CopyFormat format, Path folder) throws IOException {
        this.format = format;
        this.folder = folder;
        server = AnsweringOrigin.plain((head, body, out) -> {
            received.add(new Received(head.start(), head.fields(), body.readAllBytes()));
            AnsweringOrigin.ok(out, "text/plain", new byte[0]);
        });
    }

    HttpFlow flow(String method, String path, Headers headers, byte[] body) {
        long id = bodies.size() + 1;
        bodies.put(id, body);
        HttpRequest like = Flows.open(id).request();
        return Flows.open(id)
                .withRequest(new HttpRequest(
                        method,
                        "http",
                        "127.0.0.1",
                        server.port(),
                        path,
                        "HTTP/1.1",
                        headers,
                        null,
                        new Body.Stored(id, body.length, body.length, true),
                        like.started(),
                        like.ended()));
    }

    byte[] copy(CopyFormat as, HttpFlow flow) throws IOException {
        return as.copy(flow, (http, body) -> new ByteArrayInputStream(bodies.get(http.id())));
    }

    void add(HttpFlow flow) {
        flows.add(flow);
    }

    /** Runs copies of flows in one file. */
    List<Received> received(List<HttpFlow> sent) throws IOException {
        Path script = folder.resolve("run" + format.extension());
        StringBuilder all = new StringBuilder();
        for (HttpFlow flow : sent) {
            all.append(format.comment(
                            "flow " + flow.id() + ": " + flow.request().url()))
                    .append(new String(copy(format, flow), StandardCharsets.UTF_8));
            if (flow.request().body().size() > 256 << 10) {
                Files.write(folder.resolve("request-" + flow.id() + ".body"), bodies.get(flow.id()));
            }
        }
        Files.writeString(script, all);
        Program program = switch (format) {
            case FETCH -> Program.need("node");
            case PYTHON -> Program.need("python3");
            case PYTHON_REQUESTS -> pythonWithRequests();
            case HTTPIE -> {
                Program.need("http");
                yield Program.need("sh");
            }
            default -> {
                Program.need("curl");
                yield Program.need("sh");
            }
        };
        ProcessBuilder builder = program.builder(script).directory(folder.toFile());
        Path log = folder.resolve("log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        process.getOutputStream().close();
        try {
            int code = process.waitFor();
            String said = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
            if (code != 0 || received.size() != sent.size()) {
                throw new AssertionError(received.size() + " of " + sent.size() + " requests arrived, exit code " + code
                        + ": " + said.substring(Math.max(0, said.length() - 3000)));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        List<Received> arrived = new ArrayList<>();
        received.drainTo(arrived);
        return arrived;
    }

    private static Program pythonWithRequests() {
        for (String name : new String[] {"python3", "/usr/bin/python3"}) {
            Program python = name.startsWith("/") ? new Program(Path.of(name)) : Program.need(name);
            if (Files.isExecutable(python.file())
                    && python.call("-c", "import requests").code() == 0) {
                return python;
            }
        }
        return Program.need("Python's Requests");
    }

    /** Runs what was added, and returns how the requests differ from their flows, but for what their notes declare. */
    List<String> differences() throws IOException {
        List<HttpFlow> sendable = new ArrayList<>();
        for (HttpFlow flow : flows) {
            try {
                copy(format, flow);
                sendable.add(flow);
            } catch (UncopyableException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
        List<Received> got = received(sendable);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < got.size(); i++) {
            String copy = new String(copy(format, sendable.get(i)), StandardCharsets.UTF_8);
            compare(sendable.get(i), got.get(i), copy, differences);
        }
        return differences;
    }

    private void compare(HttpFlow flow, Received got, String copy, List<String> differences) {
        HttpRequest request = flow.request();
        String line = request.method() + " " + request.path() + " HTTP/1.1";
        boolean targetNoted = copy.contains("escaped otherwise");
        boolean versionDependent =
                request.path().startsWith("//") || request.path().contains("^");
        if (targetNoted == got.line().equals(line) && !versionDependent) {
            differences.add((targetNoted ? "noted needlessly " : "") + line + " -> " + got.line());
        }
        byte[] body = bodies.get(flow.id());
        if (!Arrays.equals(body, got.body())) {
            differences.add("body " + body.length + " bytes -> " + new String(got.body(), StandardCharsets.ISO_8859_1)
                    + " by " + copy);
        }
        List<String> sent = comparable(request.headers().toString().lines().toList(), copy);
        List<String> arrived = comparable(got.fields(), copy);
        if (copy.contains("in another order")) {
            sent.sort(null);
            arrived.sort(null);
        }
        if (!copy.contains("left out") && !copy.contains("joins the repeated") && !sent.equals(arrived)) {
            differences.add(sent + " -> " + arrived);
        }
    }

    /** Without the fields of the framing, a Host that follows from the URL, and fields that a note declares to be added. */
    private List<String> comparable(List<String> fields, String copy) {
        String added = copy.lines()
                .filter(line -> line.contains("adds fields that were not sent"))
                .collect(Collectors.joining())
                .toLowerCase(Locale.ROOT);
        List<String> kept = new ArrayList<>();
        for (String field : fields) {
            String name = field.substring(0, field.indexOf(':'));
            String lower = name.toLowerCase(Locale.ROOT);
            if (!FRAMING.contains(lower) && !lower.equals("host") && !added.contains(lower)) {
                kept.add(field);
            }
        }
        return kept;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
