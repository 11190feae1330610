package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand idle clients. The proxy runs in a separate process, since each end of a connection takes a file
 * descriptor.
 */
@Timeout(600)
class ManyConnectionsTest {
    private static final int MANY = 10_000;

    /** A request that the proxy answers itself, so that no server is needed. */
    private static final String REQUEST = "GET http://steno.internal/ HTTP/1.1\r\nHost: steno.internal\r\n\r\n";

    @TempDir
    Path folder;

    private final List<SocketChannel> idle = new ArrayList<>();

    /**
     * The number of connections that the limit on file descriptors allows, at most {@link #MANY}. The test is skipped
     * if it is too low.
     */
    private static int many() {
        long limit = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
        int count = (int) Math.min(MANY, limit - 500);
        assumeThat(count)
                .as("file descriptors that a process may have, less 500: ulimit -n")
                .isGreaterThan(1_000);
        return count;
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void connect(int count, int port) throws IOException {
        for (int i = 0; i < count; i++) {
            idle.add(SocketChannel.open(at(port)));
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        for (SocketChannel one : idle) {
            one.close();
        }
    }

    /** Sends a request; returns the status line of the response. */
    private static String ask(Socket socket) throws IOException {
        socket.setSoTimeout(180_000);
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        return line(socket.getInputStream());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static String askOneMore(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return ask(socket);
        }
    }

    @Test
    void tenThousandStayOpenEachIsServedWhenItSpeaksAndAllEndWithTheProxy() throws Exception {
        int count = many();
        try (StenoProcess steno = new StenoProcess(folder)) {
            int port = steno.port();

            connect(count, port);

            assertThat(askOneMore(port)).isEqualTo("HTTP/1.1 200 OK");
            for (int i = 0; i < count; i += 97) { // each sampled connection is still open
                assertThat(ask(idle.get(i).socket())).isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(steno.terminate()).isZero();
            assertThat(closedByTheProxy()).isEqualTo(count);
        }
    }

    @Test
    void tenThousandAreClosedByTheIdleTimeOutAndOneThatTricklesByTheTimeForHeads() throws Exception {
        int count = many();
        try (StenoProcess steno = new StenoProcess(folder, "--idle-timeout", "1s", "--header-timeout", "1s")) {
            int port = steno.port();
            try (Socket trickling = new Socket(InetAddress.getLoopbackAddress(), port)) {
                trickling.setSoTimeout(180_000);
                CompletableFuture<Void> trickle = CompletableFuture.runAsync(() -> trickle(trickling));
                CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                    try {
                        return line(trickling.getInputStream());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                connect(count, port);

                assertThat(answer.get(180, TimeUnit.SECONDS)).isEqualTo("HTTP/1.1 408 Request Timeout");
                assertThat(closedByTheProxy()).isEqualTo(count);
                trickle.join();
            }
            assertThat(askOneMore(port)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(steno.terminate()).isZero();
        }
    }

    /** Sends a request head byte by byte, until told to stop. */
    private static void trickle(Socket socket) {
        try {
            for (int sent = 0; ; sent++) {
                socket.getOutputStream().write(sent < REQUEST.length() - 4 ? REQUEST.charAt(sent) : 'x');
                LockSupport.parkNanos(50_000_000);
            }
        } catch (SocketException cut) {
            // expected: the proxy closes the connection
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until all connections have been closed by the proxy; returns their number. */
    private int closedByTheProxy() throws IOException {
        for (SocketChannel one : idle) {
            one.configureBlocking(false);
        }
        List<SocketChannel> open = new ArrayList<>(idle);
        ByteBuffer rest = ByteBuffer.allocate(64 * 1024);
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            open.removeIf(one -> ended(one, rest));
            return open.isEmpty();
        });
        return idle.size() - open.size();
    }

    private static boolean ended(SocketChannel one, ByteBuffer rest) {
        try {
            int read = 1;
            while (read > 0) {
                read = one.read(rest.clear());
            }
            return read < 0;
        } catch (IOException e) {
            throw new IllegalStateException("closed, but not in order", e);
        }
    }
}
