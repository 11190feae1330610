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
 * The product as a separate process. It runs the classes of this build or, for tests of the packed product, the
 * launcher at the top of the checkout. {@link #close} fails the test if a buffer leaked in the process, see {@link
 * LeakAgent}.
 */
public final class StenoProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+)[^0-9]");
    private static final Pattern SESSION = Pattern.compile("steno: session .*: (?:created|resumed)");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Place place;
    private final Process process;

    /** The files of one process. */
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
     * @param folder the folder for the output of the process and for its home
     */
    public StenoProcess(Path folder, String... flags) throws IOException {
        this(folder, Map.of(), flags);
    }

    /** Like {@link #StenoProcess(Path, String...)}, with further environment variables. */
    public StenoProcess(Path folder, Map<String, String> environment, String... flags) throws IOException {
        this(folder, environment, List.of(), LeakAgent.onClassPath(), flags);
    }

    private StenoProcess(
            Path folder, Map<String, String> environment, List<String> before, List<String> jvm, String... flags)
            throws IOException {
        this("run", folder, environment, before, jvm, flags);
    }

    private StenoProcess(
            String command,
            Path folder,
            Map<String, String> environment,
            List<String> before,
            List<String> jvm,
            String... flags)
            throws IOException {
        place = Place.in(folder);
        List<String> words = new ArrayList<>(before);
        words.addAll(Program.java().words("-Xmx256m"));
        words.addAll(jvm); // after -Xmx256m, since the last option takes effect
        words.addAll(List.of("-XX:+UseSerialGC", "-Djava.io.tmpdir=" + place.temporary));
        words.addAll(ProductClasses.options());
        words.addAll(List.of("dev.steno.cli.Main", command, "--home", place.home.toString()));
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

    /**
     * Starts a process without leak detection, which takes a third of the time; for tests that measure the heap with
     * many connections.
     */
    public static StenoProcess unwatched(Path folder, String... flags) throws IOException {
        return new StenoProcess(folder, Map.of(), List.of(), List.of(), flags);
    }

    /** Starts a process with another heap limit than 256 MiB and without leak detection. */
    public static StenoProcess withHeap(Path folder, String heap, String... flags) throws IOException {
        return new StenoProcess(folder, Map.of(), List.of(), List.of("-Xmx" + heap), flags);
    }

    /** Like {@link #StenoProcess(Path, String...)}, for a subcommand that runs a proxy. */
    public static StenoProcess of(String command, Path folder, String... arguments) throws IOException {
        return new StenoProcess(command, folder, Map.of(), List.of(), LeakAgent.onClassPath(), arguments);
    }

    /** Starts the product by a command that replaces itself with the product's process. */
    public static StenoProcess behind(List<String> command, Path folder, String... flags) throws IOException {
        return new StenoProcess(folder, Map.of(), command, LeakAgent.onClassPath(), flags);
    }

    /**
     * Starts the packed product with a session; returns once clients can connect. The home is in the folder of the
     * session.
     */
    public static StenoProcess record(Path session, Object... flags) throws IOException {
        return recordIn("", session, flags);
    }

    /** Like {@link #record}, with further options for the JVM. */
    public static StenoProcess recordIn(String jvm, Path session, Object... flags) throws IOException {
        return new StenoProcess(session, jvm, flags);
    }

    /** Runs another subcommand of the packed product and waits for its end. */
    public static Program.Outcome call(Object... arguments) {
        return callIn("", arguments);
    }

    /** Like {@link #call}, with further options for the JVM. */
    public static Program.Outcome callIn(String jvm, Object... arguments) {
        return launcher().callWith(environment(jvm), arguments);
    }

    private static Program launcher() {
        if (!Files.exists(Checkout.file("cli/target/steno.jar"))) {
            throw new IllegalStateException("cli/target/steno.jar does not exist: run mvn package first");
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
                // The optimising compiler takes a third of the CPU of a start, and pays off in large transfers only.
                "-XX:TieredStopAtLevel=1 " + String.join(" ", LeakAgent.options()) + " " + jvm);
    }

    private Process start(ProcessBuilder builder, Map<String, String> environment) throws IOException {
        builder.environment().remove("SSLKEYLOGFILE");
        builder.environment().put("STENO_WEB", "off"); // unless a flag says otherwise
        builder.environment().putAll(environment);
        return builder.redirectOutput(place.out.toFile())
                .redirectError(place.err.toFile())
                .start();
    }

    /** Waits until clients can connect; returns the port. */
    public int port() {
        return Integer.parseInt(awaitMessage(LISTENING).group(1));
    }

    /** Waits until a message appears on standard error. */
    public Matcher awaitMessage(Pattern pattern) {
        Matcher[] found = new Matcher[1];
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> {
                    if (!process.isAlive() && !pattern.matcher(err()).find()) {
                        throw new AssertionError("steno ended: " + err());
                    }
                })
                .until(() -> (found[0] = pattern.matcher(err())).find());
        return found[0];
    }

    /** Sends a GET through the proxy and returns the body of the response. */
    public String get(String url) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port())))
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** The process id of the JVM, which is also that of the launcher or command that started it. */
    public long pid() {
        return process.pid();
    }

    /** Waits until commands in the same home find the process. */
    public void awaitCommands() {
        port(); // fails with what the process said if it does not start
        Path run = place.home.resolve("run").resolve(pid() + ".json");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(run));
    }

    /** The file with the certificate of the process's CA. */
    public Path ca() {
        return place.home.resolve("ca.pem");
    }

    /** Kills the process, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends SIGTERM, as service managers do, and waits for the end; returns the exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Sends SIGTERM and waits for the end; fails unless the exit code is 0. */
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

    /** The files in the temporary folder of a process that was started from classes. */
    public List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(place.temporary)) {
            return files.toList();
        }
    }

    /** The peak resident memory of the process so far, in MiB; 0 if the system does not report it. */
    public long peakMemory() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        Matcher peak = Pattern.compile("VmHWM:\\s+([0-9]+) kB").matcher(Files.readString(status));
        return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
    }

    /** The output on standard output so far. */
    public String out() {
        return read(place.out);
    }

    /** The output on standard error so far. */
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
