package dev.steno.testing.process;

import static org.awaitility.Awaitility.await;

import dev.steno.testing.leak.LeakAgent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code steno run} as a process of its own, from this build's classes. */
public final class StenoProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;
    private final Path temporary;

    /**
     * Starts it on a free port.
     *
     * @param folder where its output and its home go
     */
    public StenoProcess(Path folder, String... flags) throws IOException {
        this(folder, Map.of(), flags);
    }

    /** As above, with variables of the environment. */
    public StenoProcess(Path folder, Map<String, String> environment, String... flags) throws IOException {
        this(folder, environment, LeakAgent.options(), flags);
    }

    /** One whose buffers are not watched, which takes a third of the time; for tests of many connections that look at the heap. */
    public static StenoProcess unwatched(Path folder, String... flags) throws IOException {
        return new StenoProcess(folder, Map.of(), List.of(), flags);
    }

    /** One with another bound of its heap than the usual 256 MiB. */
    public static StenoProcess withHeap(Path folder, String heap, String... flags) throws IOException {
        return new StenoProcess(folder, Map.of(), List.of("-Xmx" + heap), flags);
    }

    private StenoProcess(Path folder, Map<String, String> environment, List<String> watch, String... flags)
            throws IOException {
        Path run = Files.createTempDirectory(folder, "run");
        this.out = run.resolve("out");
        this.err = run.resolve("err");
        this.temporary = Files.createDirectory(run.resolve("tmp"));
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.add("-Xmx256m");
        words.addAll(watch); // what is said last counts
        words.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.steno.cli.Main",
                "run",
                "--home",
                folder.resolve("home").toString()));
        if (!List.of(flags).contains("--listen")) {
            words.addAll(List.of("--listen", "0"));
        }
        words.addAll(List.of(flags));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("SSLKEYLOGFILE");
        builder.environment().putAll(environment);
        this.process = builder.start();
    }

    /** Waits until clients can connect; the port. */
    public int port() throws IOException {
        await().atMost(PATIENCE)
                .until(() -> !process.isAlive() || LISTENING.matcher(err()).find());
        Matcher matcher = LISTENING.matcher(err());
        if (!matcher.find()) {
            throw new AssertionError("steno did not start: " + err());
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** The body of an answer that came through it. */
    public String get(String url) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port())))
                .build();
        return client.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Its number in the system. */
    public long pid() {
        return process.pid();
    }

    /** Asks it to end, as Ctrl-C and service managers do; its exit code. */
    public int terminate() throws IOException, InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws IOException, InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    public int exitCode() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("steno does not end: " + err());
        }
        return process.exitValue();
    }

    /** What lies in its folder for temporary files. */
    public List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }

    public String out() throws IOException {
        return Files.readString(out);
    }

    public String err() throws IOException {
        return Files.readString(err);
    }

    /** A buffer that leaked fails the test; see {@link LeakAgent}. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        if (err().contains("LEAK:")) {
            throw new AssertionError(err());
        }
    }
}
