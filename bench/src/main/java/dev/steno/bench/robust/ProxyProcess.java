package dev.steno.bench.robust;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The product in a process of its own, with the class path of this one. Leaks of buffers are looked for where this process is
 * told to by {@code io.netty.leakDetection.level}, as tests are, and one that is told is an error of the run.
 */
final class ProxyProcess implements AutoCloseable {
    private static final String LEAKS = "io.netty.leakDetection.level";

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

    /** Starts it and waits until it listens. */
    static ProxyProcess start(Path home, Path session, String classPath, String... options) throws IOException {
        return startBehind(List.of(), home, session, classPath, options);
    }

    /** As {@link #start}, as the arguments of another command, which becomes the product's process. */
    static ProxyProcess startBehind(List<String> prefix, Path home, Path session, String classPath, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-D" + LEAKS + "=" + System.getProperty(LEAKS, "simple"),
                "-cp",
                classPath,
                "dev.steno.cli.Main",
                "run",
                "-q",
                "--listen",
                "127.0.0.1:0",
                "--home",
                home.toString(),
                "--session",
                session.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        BufferedReader said = process.errorReader();
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
            int at = line.indexOf("listening on 127.0.0.1:");
            if (at >= 0) {
                String port =
                        line.substring(at + "listening on 127.0.0.1:".length()).replaceAll("[^0-9].*", "");
                return new ProxyProcess(process, Integer.parseInt(port), said);
            }
        }
        throw new IOException("the proxy did not start: " + lines);
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** What it said on standard error since it listens. */
    List<String> said() {
        return said;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
        failOnLeaks();
    }

    private void failOnLeaks() {
        if (said.stream().anyMatch(line -> line.contains("LEAK:"))) {
            throw new IllegalStateException(String.join("\n", said));
        }
    }

    /** SIGTERM; waits for the end. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the proxy does not end");
            }
            reader.join();
            failOnLeaks();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
