package dev.steno.bench.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Steno as people start it, in a process of its own, recording to a session. */
final class LaunchedProxy implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+)");

    private final Process process;
    private final int port;

    /** @param launcher the script that starts Steno */
    LaunchedProxy(Path launcher, Path session, Path home, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "run",
                "-q",
                "--listen",
                "127.0.0.1:0",
                "--session",
                session.toString(),
                "--home",
                home.toString()));
        command.addAll(options);
        Path log = home.resolveSibling("steno.log");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        port = awaitPort(log);
    }

    private int awaitPort(Path log) throws IOException {
        long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(3); // a first start builds
        while (System.nanoTime() < patience) {
            try (BufferedReader lines = Files.newBufferedReader(log)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Matcher found = LISTENING.matcher(line);
                    if (found.find()) {
                        return Integer.parseInt(found.group(1));
                    }
                }
            }
            if (!process.isAlive()) {
                break;
            }
            pause();
        }
        process.destroy();
        throw new IOException("the proxy did not start: " + Files.readString(log));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** CPU time of the process so far, in nanoseconds. */
    long cpuNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it as a user would, and waits until all is written. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("the proxy did not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
