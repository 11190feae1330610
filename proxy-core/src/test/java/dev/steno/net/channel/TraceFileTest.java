package dev.steno.net.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file of a trace: its permissions, the format of its lines, and lines that are produced faster than they are
 * written.
 */
class TraceFileTest {
    private static final Pattern DROPPED = Pattern.compile(" lost (\\d+) lines were dropped");

    @TempDir
    private Path folder;

    @Test
    void aLineHasItsColumnsAndNoControlCharacters() throws IOException {
        Path file = folder.resolve("trace");
        try (TraceFile trace = TraceFile.open(file, false)) {
            TraceLog.of(trace, 7).step(TraceStep.SNIFFED, this, "a\nb\u001b[31m");
            TraceLog.of(trace, 7).towards(9).step(TraceStep.HEAD_SENT, this, 3, "GET");
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("# steno trace");
        assertThat(lines.get(1))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z .*")
                .endsWith(" #7 - TraceFileTest sniffed a\\nb\\x1b[31m");
        assertThat(lines.get(2)).endsWith(" #7/9 f3 TraceFileTest head-sent GET");
    }

    @Test
    void userAndPasswordOfAUrlAreMaskedAnywhereInALine() throws IOException {
        Path file = folder.resolve("trace");
        String filler = "x".repeat(970);
        try (TraceFile trace = TraceFile.open(file, false)) {
            TraceLog.of(trace, 1).step(TraceStep.HEAD_RECEIVED, this, "GET http://:0/ftp://user:SECRET@host:21/a@b");
            TraceLog.of(trace, 1).step(TraceStep.HEAD_RECEIVED, this, "GET " + filler + "http://user:SECRET@host/");
        }

        assertThat(Files.readAllLines(file).get(1)).endsWith("GET http://:0/ftp://***@host:21/a@b");
        assertThat(file).content().doesNotContain("SECRET");
    }

    @Test
    void anIncompleteLineOfAKilledProcessIsTerminated() throws IOException {
        Path file = folder.resolve("trace");
        TraceFile.open(file, false).close();
        Files.writeString(file, Files.readString(file) + "2026-01-01T00:00:00.000000Z #1 - Half");
        TraceFile.open(file, false).close();

        assertThat(Files.readAllLines(file)).hasSize(3).last().asString().startsWith("# steno trace");
    }

    @Test
    @Timeout(600)
    void twoProcessesMayAppendToOneFile() throws IOException {
        Path file = folder.resolve("trace");
        try (TraceFile one = TraceFile.open(file, false);
                TraceFile other = TraceFile.open(file, false)) {
            for (int i = 0; i < 2_000; i++) {
                TraceLog.of(one, 1).step(TraceStep.SNIFFED, this, "a".repeat(100));
                TraceLog.of(other, 2).step(TraceStep.SNIFFED, this, "b".repeat(100));
            }
        }

        assertThat(Files.readAllLines(file))
                .hasSize(4_002)
                .allMatch(line -> line.startsWith("# steno trace")
                        || line.endsWith(" sniffed " + "a".repeat(100))
                        || line.endsWith(" sniffed " + "b".repeat(100)));
    }

    @Test
    @Timeout(600)
    void aFullDiskEndsOnlyTheTrace() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full on this system");
        try (TraceFile trace = TraceFile.open(Path.of("/dev/full"), false)) {
            await().until(trace::hasFailed);
            for (int i = 0; i < 2 * TraceFile.MOST_QUEUED; i++) {
                TraceLog.of(trace, 1).step(TraceStep.SNIFFED, this, "HTTP/1");
            }
            assertThat(trace.queued()).isZero();
        }
    }

    @Test
    void anOversizedDetailIsTruncated() throws IOException {
        Path file = folder.resolve("trace");
        try (TraceFile trace = TraceFile.open(file, false)) {
            TraceLog.of(trace, 1).step(TraceStep.BROKEN, this, "x".repeat(5_000));
        }

        assertThat(Files.readAllLines(file).get(1)).endsWith("x".repeat(1_000) + "... (5000 characters)");
    }

    @Test
    void theFileIsPrivateAndIsAppendedTo() throws IOException {
        Path file = folder.resolve("trace");
        TraceFile.open(file, false).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        TraceFile.open(file, false).close();

        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.startsWith("# steno trace"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsNotATraceIsNotChanged() throws IOException {
        Path file = Files.writeString(folder.resolve("session.steno"), "SQLite format 3");

        assertThatThrownBy(() -> TraceFile.open(file, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("it exists and is not a trace");
        assertThat(file).hasContent("SQLite format 3");
    }

    @Test
    void aMissingFolderIsNamedAsTheReason() {
        assertThatThrownBy(() -> TraceFile.open(folder.resolve("no/trace"), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(its folder does not exist)");
    }

    /** The start does not wait for a reader, and a reader that comes later gets the lines. */
    @Test
    @Timeout(600)
    void aNamedPipeIsOpenedWithoutAReader() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(Files.exists(Path.of("/usr/bin/mkfifo")), "no mkfifo on this system");
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        CompletableFuture<TraceFile> opening = new CompletableFuture<>();
        Thread opener = new Thread(() -> {
            try {
                opening.complete(TraceFile.open(pipe, false));
            } catch (IOException e) {
                opening.completeExceptionally(e);
            }
        });
        opener.setDaemon(true);
        opener.start();

        try (TraceFile trace = opening.get(180, TimeUnit.SECONDS);
                BufferedReader reader = Files.newBufferedReader(pipe)) {
            TraceLog.of(trace, 1).step(TraceStep.SNIFFED, this, "HTTP/1");
            assertThat(reader.readLine()).startsWith("# steno trace");
            assertThat(reader.readLine()).endsWith(" #1 - TraceFileTest sniffed HTTP/1");
        }
    }

    /**
     * An unread pipe accepts 64 bytes, which is less than the first line; after 8 KiB at most, the queue of ten lines
     * is full.
     */
    @Test
    @Timeout(600)
    void linesBeyondTheFullQueueAreCountedAndDoNotBlock() throws IOException {
        PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out, 64);
        TraceFile trace = new TraceFile("pipe", out, false, 10);
        ConnectionTrace connection = TraceLog.of(trace, 1);
        for (int i = 0; i < 1_000; i++) {
            connection.step(TraceStep.DATA_SENT, this, "line " + i);
        }
        List<String> lines = new ArrayList<>();
        Thread closing = new Thread(trace::close);
        closing.start();
        in.transferTo(new Lines(lines));

        long dropped = lines.stream()
                .map(DROPPED::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        long written = lines.stream().filter(line -> line.contains("data-sent")).count();
        assertThat(dropped).isPositive();
        assertThat(written).isBetween(10L, 200L);
        assertThat(written + dropped).isEqualTo(1_000);
    }

    /** Collects lines. */
    private static final class Lines extends java.io.ByteArrayOutputStream {
        private final List<String> lines;

        Lines(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            super.write(bytes, from, count);
            lines.clear();
            lines.addAll(toString(StandardCharsets.UTF_8).lines().toList());
        }
    }

    /**
     * Does what the wire does at each step while tracing is off: gets the trace, and checks whether it is on. Reading
     * the counter itself allocates a few bytes.
     */
    @Test
    void nothingIsAllocatedWhileTracingIsOff() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        EmbeddedChannel channel = new EmbeddedChannel();
        long self = Thread.currentThread().getId();
        int on = 0;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) { // the first calls load classes
            long before = threads.getThreadAllocatedBytes(self);
            on += takeSteps(channel, 100_000);
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        }

        assertThat(on).isZero();
        assertThat(least).as("bytes in 100,000 steps").isLessThan(1_000);
        channel.close();
    }

    private int takeSteps(EmbeddedChannel channel, int count) {
        int on = 0;
        for (int i = 0; i < count; i++) {
            ConnectionTrace trace = ConnectionTrace.of(channel);
            trace.follow(channel);
            trace.towards(i).step(TraceStep.DATA_SENT, this, i, "");
            on += trace.isOn() || trace.showsFrames() || TraceLog.of(null, i).isOn() ? 1 : 0;
        }
        return on;
    }
}
