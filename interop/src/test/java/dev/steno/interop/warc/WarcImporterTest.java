package dev.steno.interop.warc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.loss.Loss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarcImporterTest {
    private static final String REQUEST = "GET /x HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir
    Path folder;

    static String record(String type, String id, String more, String block) {
        return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Record-ID: <urn:" + id
                + ">\r\nWARC-Date: 2024-01-02T03:04:05.123456789Z\r\n"
                + "WARC-Target-URI: http://a.test/x\r\n" + more + "Content-Type: application/http;msgtype=" + type
                + "\r\nContent-Length: "
                + block.length() + "\r\n\r\n" + block + "\r\n\r\n";
    }

    private ImportedSession imported(String text) throws IOException {
        return imported(text.getBytes(ISO_8859_1), ImportOptions.NONE);
    }

    private ImportedSession imported(byte[] bytes, ImportOptions options) throws IOException {
        return ImportedSession.of(Files.write(folder.resolve("a.warc"), bytes), folder, ImportLimits.USUAL, options);
    }

    private static List<String> bodies(ImportedSession session) throws IOException {
        return session.flows().stream()
                .map(flow -> {
                    try {
                        var response = ((HttpFlow) flow).response();
                        return response == null ? "none" : new String(session.bytes(response.body()), ISO_8859_1);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }

    @Test
    void recordsArePairedInEitherOrderAndDirection() throws IOException {
        String text = record("response", "r1", "WARC-IP-Address: 192.0.2.9\r\n", RESPONSE.replace("hello", "first"))
                + record("response", "r2", "", RESPONSE.replace("hello", "other"))
                + record("request", "q1", "WARC-Concurrent-To: <urn:r1>\r\n", REQUEST)
                + record("request", "q2", "WARC-Concurrent-To: <urn:r2>\r\n", REQUEST.replace("/x", "/y"))
                + record("request", "q3", "", REQUEST)
                + record("response", "r3", "WARC-Concurrent-To: <urn:q3>\r\n", RESPONSE.replace("hello", "third"));

        try (ImportedSession session = imported(text)) {
            assertThat(bodies(session)).containsExactly("first", "other", "third");
            HttpFlow flow = session.http(0);
            assertThat(flow.request().headers().get("Host")).isEqualTo("a.test");
            assertThat(Times.instant(flow.started())).isEqualTo(Instant.parse("2024-01-02T03:04:05.123456789Z"));
            assertThat(flow.server().ip()).isEqualTo(new Endpoint("192.0.2.9", 80));
            assertThat(flow.notes().metadata()).doesNotContainKey("import.request");
        }
    }

    @Test
    void recordsWithoutIdsOfEachOtherArePairedByTheirUrl() throws IOException {
        String info = "WARC-Concurrent-To: <urn:info>\r\n";
        String text = record("request", "q1", info, REQUEST)
                + record("response", "r1", "", RESPONSE)
                + record("request", "q2", info, REQUEST)
                + record("response", "r2", "", RESPONSE);

        try (ImportedSession session = imported(text)) {
            assertThat(session.flows()).hasSize(2);
            assertThat(session.http(1).state()).isEqualTo(FlowState.COMPLETE);
        }
    }

    @Test
    void aLoneRecordIsAFlow() throws IOException {
        String text = record("response", "r1", "", RESPONSE)
                + record("request", "q9", "", REQUEST.replace("GET", "PUT"))
                        .replace("http://a.test/x", "http://a.test/alone");

        try (ImportedSession session = imported(text)) {
            assertThat(session.http(0).notes().metadata()).containsEntry("import.request", "missing");
            assertThat(session.http(1).request().method()).isEqualTo("PUT");
            assertThat(session.http(1).state()).isEqualTo(FlowState.INTERRUPTED);
        }
    }

    @Test
    void aRevisitHasItsHeadAndSaysWhereItsBodyIs() throws IOException {
        String more = "WARC-Payload-Digest: sha1:ABC\r\nWARC-Refers-To-Target-URI: <http://a.test/was>\r\n"
                + "WARC-Refers-To-Date: 2020-01-01T00:00:00Z\r\nWARC-Truncated: length\r\n";

        try (ImportedSession session =
                imported(record("revisit", "v1", more, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")
                        + record("revisit", "v2", more, ""))) {
            HttpFlow flow = session.http(0);
            assertThat(flow.response().body().trueSize()).isEqualTo(7);
            assertThat(flow.response().body().size()).isZero();
            assertThat(flow.notes().metadata())
                    .containsEntry("warc.payload-digest", "sha1:ABC")
                    .containsEntry("warc.refers-to", "http://a.test/was 2020-01-01T00:00:00Z")
                    .containsEntry("import.body.response", "missing");
            assertThat(session.http(1).response()).isNull();
            assertThat(session.http(1).state()).isEqualTo(FlowState.COMPLETE);
        }
    }

    @Test
    void recordsThatAreNoFlowsAreCounted() throws IOException {
        String text = record("warcinfo", "i", "", "software: Crawler/9\r\nformat: WARC")
                + record("metadata", "m", "", "x")
                + record("response", "d", "", "x").replace("http://a.test/x", "dns:a.test")
                + record("response", "e", "", "x").replace("http://a.test/x", "chrome-extension://abc/x")
                + record("resource", "s", "", "page").replace("application/http;msgtype=resource", "text/html")
                + record("response", "r", "WARC-Truncated: time\r\n", RESPONSE);

        try (ImportedSession session = imported(text)) {
            assertThat(session.flows()).hasSize(1);
            assertThat(session.http(0).notes().metadata())
                    .containsEntry("import.from", "WARC, Crawler/9")
                    .containsEntry("import.body.response", "cut");
            assertThat(session.result.losses().times(Loss.NO_FLOW)).isEqualTo(2);
            assertThat(session.result.losses().times(Loss.KIND_UNSUPPORTED)).isOne();
            assertThat(session.result.losses().times(Loss.NOT_HTTP)).isOne();
            assertThat(session.result.losses().times(Loss.NOT_ASKED)).isOne();
        }
        try (ImportedSession session =
                imported(text.getBytes(ISO_8859_1), new ImportOptions(false, true, false, null, null))) {
            assertThat(bodies(session)).containsExactly("page", "hello");
        }
    }

    @Test
    void damageCostsTheRecordsThatItIsIn() throws IOException {
        String good = record("response", "r", "", RESPONSE);
        String text = good + "garbage\r\nmore\r\n"
                + good.replace("<urn:r>", "<urn:s>").replace("Content-Length: 43", "Content-Length: 40")
                + good.replace("<urn:r>", "<urn:t>")
                + good.substring(0, good.length() - 6).replace("<urn:r>", "<urn:u>");
        assertThat(text).contains("Content-Length: 40");

        try (ImportedSession session = imported(text)) {
            assertThat(bodies(session)).containsExactly("hello", "he", "hello", "hel");
            assertThat(session.result.damage())
                    .contains("3 places")
                    .contains("byte")
                    .contains("record 1");
        }
    }

    @Test
    void aDamagedGzipMemberCostsItsRecord() throws IOException {
        byte[] first = gzip(record("response", "r1", "", RESPONSE));
        byte[] second = gzip(record("response", "r2", "", RESPONSE.replace("hello", "second" + "x".repeat(5000))));
        byte[] third = gzip(record("response", "r3", "", RESPONSE.replace("hello", "third")));
        Arrays.fill(second, 30, second.length, (byte) 0x55);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        all.writeBytes(third);

        try (ImportedSession session = imported(all.toByteArray(), ImportOptions.NONE)) {
            assertThat(bodies(session)).contains("hello", "third");
            assertThat(session.result.damage()).isNotNull();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    /** Below the ratio of a bomb, nothing ends the import; what is beyond the limit of a body costs neither memory nor disk. */
    @Test
    void aMemberBelowTheRatioOfABombIsKeptUpToTheLimitOfABodyAndSaid() throws IOException {
        Path file = folder.resolve("dense.warc.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            writeZeros(256, out);
        }
        ImportLimits limits = new ImportLimits(1L << 40, 10, 1 << 20, 200, 1 << 20, 2_000, 64L << 20, 10);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        try (ImportedSession session = ImportedSession.of(file, folder, limits, ImportOptions.NONE)) {
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
            assertThat(session.result.damage()).isNull();
            assertThat(session.result.losses().times(Loss.BODY_MISSING)).isOne();
            Body body = Objects.requireNonNull(session.http(0).response()).body();
            assertThat(body.size()).isEqualTo(1 << 20);
            assertThat(body.trueSize()).isEqualTo(256L << 20);
        }
    }

    /** Writes a response with a body of so many MiB, all of it zeros. */
    private static void writeZeros(int mebibytes, OutputStream to) throws IOException {
        String answer = "HTTP/1.1 200 OK\r\n\r\n";
        String head = record("response", "r1", "", "")
                .stripTrailing()
                .replace("Content-Length: 0", "Content-Length: " + (answer.length() + ((long) mebibytes << 20)));
        to.write((head + "\r\n\r\n" + answer).getBytes(ISO_8859_1));
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < mebibytes; i++) {
            to.write(zeros);
        }
        to.write("\r\n\r\n".getBytes(ISO_8859_1));
    }

    @Test
    void aBombOfOneMemberEndsTheImport() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            writeZeros(512, out);
        }

        ImportLimits limits = new ImportLimits(1L << 40, 10, 1 << 20, 200, 1 << 20, 500, 64L << 20, 10);
        Path file = Files.write(folder.resolve("bomb.warc.gz"), bytes.toByteArray());

        try (ImportedSession session = ImportedSession.of(file, folder, limits, ImportOptions.NONE)) {
            assertThat(session.result.damage()).contains("500 times");
        }
    }
}
