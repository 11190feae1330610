package dev.steno.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The product in a separate process, recording to a session. The process inherits {@code io.netty.leakDetection.level},
 * which tests set; a buffer leak that it reports fails the run.
 */
public final class ProxyProcess implements AutoCloseable {
    private static final Path LAUNCHER = Path.of(System.getProperty("bench.home", "."), "steno");
    private static final String LEAKS = "io.netty.leakDetection.level";
    private static final List<String> TRAILS =
            List.of("io.netty.leakDetection.targetRecords", "io.netty.leakDetection.trackClose");
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+)");

    private final Process process;
    private final int port;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ProxyProcess(Process process, int port, BufferedReader messages) {
        this.process = process;
        this.port = port;
        reader = new Thread(() -> messages.lines().forEach(said::add), "messages");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the product from a class path and waits until it listens. */
    public static ProxyProcess start(Path home, Path session, String classPath, String... options) throws IOException {
        return startBehind(List.of(), home, session, classPath, options);
    }

    /** Like {@link #start}, but through another command, which replaces itself with the product's process (exec). */
    public static ProxyProcess startBehind(
            List<String> prefix, Path home, Path session, String classPath, String... options) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.add("-D" + LEAKS + "=" + System.getProperty(LEAKS, "simple"));
        for (String trail : TRAILS) {
            if (System.getProperty(trail) != null) {
                command.add("-D" + trail + "=" + System.getProperty(trail));
            }
        }
        command.addAll(List.of("-cp", classPath, "dev.steno.cli.Main"));
        return run(command, home, session, List.of(options));
    }

    /** Starts the product with the launcher of the checkout, as users do, and waits until it listens. */
    public static ProxyProcess launch(Path session, Path home, List<String> options) throws IOException {
        return run(List.of(LAUNCHER.toString()), home, session, options);
    }

    private static ProxyProcess run(List<String> program, Path home, Path session, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("run", "-q", "--listen", "127.0.0.1:0"));
        command.addAll(List.of("--home", home.toString(), "--session", session.toString()));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        BufferedReader said = process.errorReader();
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return new ProxyProcess(process, Integer.parseInt(listening.group(1)), said);
            }
        }
        throw new IOException("the proxy did not start: " + lines);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** CPU time of the process so far, in nanoseconds. */
    public long cpuNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /** The lines on standard error since the proxy began to listen. */
    public List<String> said() {
        return said;
    }

    /** Sends SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
        failOnLeaks();
    }

    private void failOnLeaks() {
        if (said.stream().anyMatch(line -> line.contains("LEAK:"))) {
            throw new IllegalStateException(String.join("\n", said));
        }
    }

    /** Sends SIGTERM and waits for the process to end. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("the proxy did not end within 2 minutes after SIGTERM");
            }
            reader.join();
            failOnLeaks();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
