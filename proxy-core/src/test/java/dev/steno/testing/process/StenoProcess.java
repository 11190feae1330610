package dev.steno.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import dev.steno.testing.leak.LeakAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The product in a process of its own: from this build's classes, or, for the tests of the packed product, by the launcher at
 * the top of the checkout. A buffer that leaked in it fails the test that closes it, see {@link LeakAgent}.
 */
public final class StenoProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+)[^0-9]");
    private static final Pattern SESSION = Pattern.compile("steno: session .*: (?:created|resumed)");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Place place;
    private final Process process;

    /** Where its files are. */
    private record Place(Path home, Path out, Path err, Path temporary) {
        static Place in(Path folder) throws IOException {
            Path run = Files.createTempDirectory(folder, "run");
            Path temporary = Files.createDirectory(run.resolve("tmp"));
            return new Place(folder.resolve("home"), run.resolve("out"), run.resolve("err"), temporary);
        }
    }

    /**
     * Starts {@code steno run} from this build's classes, on a free port unless the flags name one.
     *
     * @param folder where its output and its home go
     */
    public StenoProcess(Path folder, String... flags) throws IOException {
        this(folder, Map.of(), flags);
    }

    /** As above, with variables of the environment. */
    public StenoProcess(Path folder, Map<String, String> environment, String... flags) throws IOException {
        this(folder, environment, List.of(), LeakAgent.options(), flags);
    }

    private StenoProcess(
            Path folder, Map<String, String> environment, List<String> before, List<String> jvm, String... flags)
            throws IOException {
        place = Place.in(folder);
        List<String> words = new ArrayList<>(before);
        words.addAll(Program.java().words("-Xmx256m"));
        words.addAll(jvm); // the last one wins
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + place.temporary));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.steno.cli.Main"));
        words.addAll(List.of("run", "--home", place.home.toString()));
        if (!List.of(flags).contains("--listen")) {
            words.addAll(List.of("--listen", "0"));
        }
        words.addAll(List.of(flags));
        process = start(new ProcessBuilder(words), environment);
    }

    private StenoProcess(Path session, String jvm, Object... flags) throws IOException {
        place = Place.in(session.toAbsolutePath().getParent());
        List<Object> words =
                new ArrayList<>(List.of("run", "--listen", "127.0.0.1:0", "--home", place.home, "--session", session));
        words.addAll(List.of(flags));
        process = start(launcher().builder(words.toArray()), environment(jvm));
        try {
            awaitMessage(SESSION);
            port();
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** One whose buffers are not watched, which takes a third of the time; for tests of many connections that look at the heap. */
    public static StenoProcess unwatched(Path folder, String... flags) throws IOException {
        return new StenoProcess(folder, Map.of(), List.of(), List.of(), flags);
    }

    /** One with another bound of its heap than the usual 256 MiB, whose buffers are not watched. */
    public static StenoProcess withHeap(Path folder, String heap, String... flags) throws IOException {
        return new StenoProcess(folder, Map.of(), List.of(), List.of("-Xmx" + heap), flags);
    }

    /** One that a command starts, which becomes the product's process. */
    public static StenoProcess behind(List<String> command, Path folder, String... flags) throws IOException {
        return new StenoProcess(folder, Map.of(), command, LeakAgent.options(), flags);
    }

    /** Starts the packed product, to record; returns once clients can connect. The home, with its CA, lies beside the session. */
    public static StenoProcess record(Path session, Object... flags) throws IOException {
        return recordIn("", session, flags);
    }

    /** As {@link #record}, in a JVM with further options. */
    public static StenoProcess recordIn(String jvm, Path session, Object... flags) throws IOException {
        return new StenoProcess(session, jvm, flags);
    }

    /** Calls another command of the packed product and waits for its end. */
    public static Program.Outcome call(Object... arguments) {
        return launcher().callWith(environment(""), arguments);
    }

    private static Program launcher() {
        if (!Files.exists(Checkout.file("cli/target/steno.jar"))) {
            throw new IllegalStateException("there is no jar of the product yet: mvn package");
        }
        return Launcher.STENO;
    }

    /** The launcher after a first start, which stored the classes of the jar: all tests of a build wait for one such start. */
    private static final class Launcher {
        private static final Program STENO = started();

        private static Program started() {
            Program steno = new Program(Checkout.file("steno"));
            try (FileChannel lock = FileChannel.open(
                            Checkout.file("cli/target/first-start.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                assertThat(held.isValid()).isTrue();
                assertThat(steno.callWith(environment(""), "--version").code()).isZero();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return steno;
        }
    }

    private static Map<String, String> environment(String jvm) {
        return Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "STENO_JAVA_OPTS",
                String.join(" ", LeakAgent.options()) + " " + jvm);
    }

    private Process start(ProcessBuilder builder, Map<String, String> environment) throws IOException {
        builder.environment().remove("SSLKEYLOGFILE");
        builder.environment().putAll(environment);
        return builder.redirectOutput(place.out.toFile())
                .redirectError(place.err.toFile())
                .start();
    }

    /** Waits until clients can connect; the port. */
    public int port() {
        return Integer.parseInt(awaitMessage(LISTENING).group(1));
    }

    /** Waits for a message on standard error. */
    public Matcher awaitMessage(Pattern pattern) {
        Matcher[] found = new Matcher[1];
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .failFast(() -> {
                    if (!process.isAlive() && !pattern.matcher(err()).find()) {
                        throw new AssertionError("steno ended: " + err());
                    }
                })
                .until(() -> (found[0] = pattern.matcher(err())).find());
        return found[0];
    }

    /** The body of an answer that came through it. */
    public String get(String url) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port())))
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Its number in the system. A launcher or command before it becomes the JVM. */
    public long pid() {
        return process.pid();
    }

    /** Its CA's certificate. */
    public Path ca() {
        return place.home.resolve("ca.pem");
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, as Ctrl-C and service managers do; its exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Asks it to end, which it must do in order. */
    public void stop() throws InterruptedException {
        int code = terminate();
        assertThat(code).as(err()).isZero();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("steno does not end: " + err());
        }
        return process.exitValue();
    }

    /** What lies in its folder for temporary files, if it was started from classes. */
    public List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(place.temporary)) {
            return files.toList();
        }
    }

    /** The most memory that the process had resident so far, in MiB; 0 if the system does not say. */
    public long peakMemory() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        Matcher peak = Pattern.compile("VmHWM:\\s+([0-9]+) kB").matcher(Files.readString(status));
        return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
    }

    /** What it has printed on standard output. */
    public String out() {
        return read(place.out);
    }

    /** What it has said on standard error. */
    public String err() {
        return read(place.err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        assertThat(err()).doesNotContain("LEAK:");
    }
}
