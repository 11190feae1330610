package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.leak.LeakAgent;
import dev.steno.testing.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The product as people start it, in a process of its own: the launcher at the top of the checkout, with the shaded jar. */
final class Steno implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+)[ ,]");
    private static final Pattern SESSION = Pattern.compile("steno: session .*: (?:created|resumed)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;
    private final Path home;
    private final int port;

    private Steno(Path folder, Path home, Path session, String jvm, Object... more) throws IOException {
        this.home = home;
        this.out = Files.createTempFile(folder, "steno", ".out");
        this.err = Files.createTempFile(folder, "steno", ".err");
        List<Object> words =
                new ArrayList<>(List.of("run", "--listen", "127.0.0.1:0", "--home", home, "--session", session));
        words.addAll(List.of(more));
        ProcessBuilder start = new ProcessBuilder(launcher().words(words.toArray()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        start.environment().putAll(environment(jvm));
        process = start.start();
        try {
            awaitMessage(SESSION);
            port = Integer.parseInt(awaitMessage(LISTENING).group(1));
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Starts to record. The home, with its CA, lies beside the session. */
    static Steno record(Path session, Object... more) throws IOException {
        return recordIn("", session, more);
    }

    /** Starts to record in a JVM with further options. */
    static Steno recordIn(String jvm, Path session, Object... more) throws IOException {
        Path folder = session.toAbsolutePath().getParent();
        return new Steno(folder, folder.resolve("home"), session, jvm, more);
    }

    /** Calls another of its commands and waits for the end. */
    static Program.Outcome call(Object... arguments) {
        return launcher().callWith(environment(""), arguments);
    }

    private static Program launcher() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("LICENSE"))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException("the tests must run within a checkout of Steno");
            }
        }
        if (!Files.exists(at.resolve("cli/target/steno.jar"))) {
            throw new IllegalStateException("there is no jar of the product yet: mvn package");
        }
        return new Program(at.resolve("steno"));
    }

    private static Map<String, String> environment(String jvm) {
        return Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "STENO_JAVA_OPTS",
                String.join(" ", LeakAgent.options()) + " " + jvm);
    }

    int port() {
        return port;
    }

    /** The process's number. The launcher becomes the JVM. */
    long pid() {
        return process.pid();
    }

    /** Its CA's certificate. */
    Path ca() {
        return home.resolve("ca.pem");
    }

    /** What it has said on standard error. */
    String messages() {
        return read(err);
    }

    /** The lines that it has printed for flows. */
    String lines() {
        return read(out);
    }

    /** The most memory that the process had resident so far, in MiB; 0 where the system does not say. */
    long peakMemory() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        Matcher peak = Pattern.compile("VmHWM:\\s+([0-9]+) kB").matcher(Files.readString(status));
        return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, as Ctrl-C does; the end must be orderly. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).as(messages()).isZero();
    }

    /** A buffer that leaked fails the test; see {@link LeakAgent}. */
    @Override
    public void close() {
        process.destroyForcibly();
        assertThat(messages()).doesNotContain("LEAK:");
    }

    private Matcher awaitMessage(Pattern pattern) {
        Matcher[] found = new Matcher[1];
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .failFast(() -> {
                    if (!process.isAlive() && !pattern.matcher(messages()).find()) {
                        throw new AssertionError("steno ended: " + messages());
                    }
                })
                .until(() -> (found[0] = pattern.matcher(messages())).find());
        return found[0];
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
