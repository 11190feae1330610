package dev.steno.bench.mock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** WireMock in a process of its own, with mappings that it reads at its start. For one thread. */
final class WireMockProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private WireMockProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param folder has a folder {@code mappings} */
    static WireMockProcess start(Path jar, Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-jar",
                        jar.toString(),
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--root-dir=" + folder,
                        "--no-request-journal",
                        "--disable-request-logging",
                        "--disable-banner")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new WireMockProcess(process, port);
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits until it listens, which it does once it has read its mappings. Returns false at the limit.
     *
     * @throws IOException if it has ended
     */
    boolean listensWithin(Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            } catch (IOException notYet) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IOException("WireMock ended with exit code " + process.exitValue()
                            + " before it listened; is this its standalone jar?");
                }
            }
        }
        return false;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
