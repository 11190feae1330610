package dev.steno.interop.warc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.SessionExport;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.redact.Redactor;
import dev.steno.store.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResponse;

/** Archives that Steno writes, as another library reads them and as Steno reads them again. */
class WarcExporterTest {
    @TempDir
    Path folder;

    private static SessionExport.Exported export(ImportedSession session, ByteArrayOutputStream to) throws IOException {
        return SessionExport.write(
                session.reader(),
                new SessionExport.Request(
                        new WarcExporter(),
                        FlowIds.matching(session.reader(), Filter.ALL, () -> false),
                        ExportOptions.NONE,
                        Redactor.NONE),
                to,
                Progress.NONE);
    }

    private ImportedSession imported(byte[] warc) throws IOException {
        return ImportedSession.of(Files.write(folder.resolve("in.warc"), warc), folder);
    }

    private static byte[] pairs(String... messages) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < messages.length; i += 2) {
            all.append(WarcImporterTest.record("request", "q" + i, "", messages[i]));
            all.append(WarcImporterTest.record(
                    "response",
                    "r" + i,
                    "WARC-Concurrent-To: <urn:q" + i
                            + ">\r\nWARC-IP-Address: 192.0.2.1\r\nWARC-Protocol: h2\r\nWARC-Protocol: tls/1.3\r\n",
                    messages[i + 1]));
        }
        return all.toString().getBytes(ISO_8859_1);
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return new String(bytes, ISO_8859_1);
    }

    private static byte[] sample() {
        return pairs(
                "GET /x HTTP/1.1\r\nHost: a.test\r\nCookie: a=b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186A0\r\n" + random(100_000)
                        + "\r\n0\r\nX: trailer\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a.test\r\nX: \u00E4\u00FF\r\nX: again\r\n\r\nbody \u0000\u00FF",
                "HTTP/1.1 404 Not Found\r\nContent-Encoding: br\r\n\r\n" + random(300_000),
                "HEAD /x HTTP/1.0\r\n\r\n",
                "HTTP/1.0 204 \r\n\r\n");
    }

    @Test
    void digestsLengthsAndReferencesAgreeForAnotherLibrary() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImportedSession session = imported(sample())) {
            assertThat(export(session, out).flows()).isEqualTo(3);
        }
        List<String> types = new ArrayList<>();
        try (WarcReader reader = new WarcReader(new ByteArrayInputStream(out.toByteArray()))) {
            List<String> warnings = new ArrayList<>();
            reader.onWarning(warnings::add);
            reader.calculateBlockDigest();
            for (Optional<WarcRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                WarcRecord record = next.get();
                types.add(record.type());
                if (record instanceof WarcResponse response) {
                    assertThat(response.concurrentTo()).hasSize(1);
                    assertThat(response.ipAddress().orElseThrow().getHostAddress())
                            .isEqualTo("192.0.2.1");
                    assertThat(response.http().status()).isIn(200, 404, 204);
                    response.http().body().consume();
                }
                if (record instanceof WarcRequest request) {
                    assertThat(request.target()).isEqualTo("http://a.test/x");
                }
                record.body().consume();
                if (record.blockDigest().isPresent()) {
                    assertThat(record.calculatedBlockDigest()).isEqualTo(record.blockDigest());
                }
            }
            assertThat(warnings).isEmpty();
        }
        assertThat(types)
                .containsExactly("warcinfo", "response", "request", "response", "request", "response", "request");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        try (ImportedSession session = imported(sample())) {
            export(session, first);
            try (ImportedSession again = imported(first.toByteArray())) {
                assertThat(again.flows()).hasSize(3);
                for (int i = 0; i < 3; i++) {
                    assertEqual(session, session.http(i), again, again.http(i));
                }
                assertThat(again.result.damage()).isNull();
            }
        }
    }

    private static void assertEqual(ImportedSession a, HttpFlow one, ImportedSession b, HttpFlow other)
            throws IOException {
        assertThat(other.started()).isEqualTo(one.started());
        assertThat(other.request().method()).isEqualTo(one.request().method());
        assertThat(other.request().url()).isEqualTo(one.request().url());
        assertThat(other.request().version()).isEqualTo(one.request().version());
        assertThat(other.request().headers()).isEqualTo(one.request().headers());
        assertThat(b.bytes(other.request().body()))
                .isEqualTo(a.bytes(one.request().body()));
        assertThat(other.response().status()).isEqualTo(one.response().status());
        assertThat(other.response().reason()).isEqualTo(one.response().reason());
        assertThat(other.response().headers()).isEqualTo(one.response().headers());
        assertThat(other.response().trailers()).isEqualTo(one.response().trailers());
        assertThat(b.bytes(other.response().body()))
                .isEqualTo(a.bytes(one.response().body()));
    }

    @Test
    void flowsThatHaveNoRecordsAreCounted() throws Exception {
        String alone = WarcImporterTest.record("request", "q", "", "GET /x HTTP/1.1\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImportedSession session = imported(alone.getBytes(ISO_8859_1))) {
            SessionExport.Exported done = export(session, out);

            assertThat(session.flows()).extracting(Flow::id).hasSize(1);
            assertThat(done.flows()).isZero();
            assertThat(done.losses().times(Loss.KIND_UNSUPPORTED)).isOne();
        }
    }
}
