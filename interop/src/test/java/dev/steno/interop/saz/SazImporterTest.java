package dev.steno.interop.saz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.loss.Loss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SazImporterTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir
    Path folder;

    private ImportedSession imported(SazFile file) throws IOException {
        return ImportedSession.of(file.write(folder), folder);
    }

    private static List<String> paths(ImportedSession session) throws IOException {
        return session.flows().stream()
                .map(flow -> ((HttpFlow) flow).request().path())
                .toList();
    }

    @Test
    void sessionsComeInTheOrderOfTheirNumbersHoweverTheseAreWritten() throws IOException {
        SazFile file = new SazFile()
                .session("10", "/ten", "")
                .session("002", "/two", "")
                .entry("raw\\3_c.txt", "GET http://a.test/three HTTP/1.1\r\n\r\n")
                .entry("raw\\3_s.txt", "HTTP/1.1 200 OK\r\n\r\n")
                .entry("../../raw/1_c.txt", "GET http://a.test/outside HTTP/1.1\r\n\r\n");

        try (ImportedSession session = imported(file)) {
            assertThat(paths(session)).containsExactly("/two", "/three", "/ten");
            assertThat(session.flows()).extracting(Flow::state).containsOnly(FlowState.COMPLETE);
            assertThat(session.result.losses().times(Loss.DAMAGED)).isOne();
        }
    }

    @Test
    void timersFlagsMarkAndCommentAreImported() throws IOException {
        String metadata = "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><Session SID=\"1\"><SessionTimers"
                + " ClientConnected=\"0001-01-01T00:00:00\" ClientBeginRequest=\"2025-08-31T22:21:09.4293281-04:00\""
                + " ClientDoneRequest=\"2025-08-31T22:21:09.5-04:00\" ServerBeginResponse=\"2025-08-31T22:21:10-04:00\""
                + " ClientDoneResponse=\"2025-08-31T22:21:10.4293281-04:00\"/><SessionFlags>"
                + "<SessionFlag N=\"x-clientip\" V=\"127.0.0.1\"/><SessionFlag N=\"x-clientport\" V=\"56817\"/>"
                + "<SessionFlag N=\"x-hostip\" V=\"192.0.2.7\"/><SessionFlag N=\"ui-comments\" V=\"l\u00E4uft\"/>"
                + "<SessionFlag N=\"ui-color\" V=\"red\"/><SessionFlag N=\"x-processinfo\" V=\"edge:1\"/>"
                + "</SessionFlags></Session>";
        SazFile file = new SazFile().session("1", "/", "x").entry("raw/1_m.xml", metadata.getBytes(UTF_8));

        try (ImportedSession session = imported(file)) {
            HttpFlow flow = session.http(0);
            assertThat(Times.instant(flow.started())).isEqualTo(Instant.parse("2025-09-01T02:21:09.4293281Z"));
            assertThat(flow.duration()).isEqualTo(1_000_000_000L);
            assertThat(flow.client().address()).isEqualTo(new Endpoint("127.0.0.1", 56817));
            assertThat(flow.server().ip()).isEqualTo(new Endpoint("192.0.2.7", 80));
            assertThat(flow.notes().comment()).isEqualTo("l\u00E4uft");
            assertThat(flow.notes().mark()).isEqualTo("red");
            assertThat(flow.notes().metadata().get("import.extra")).contains("edge:1");
        }
    }

    @Test
    void bytesOfMetadataThatAreNoTextCostNeitherTheFlowNorTheRestAndNothingIsPrinted() throws IOException {
        String metadata = "<Session><SessionFlags><SessionFlag N=\"x-hostip\" V=\"h\u20AC\"/>"
                + "<SessionFlag N=\"ui-comments\" V=\"a@b\"/><SessionFlag N=\"ui-color\" V=\"red\"/>"
                + "</SessionFlags></Session>";
        byte[] damaged = metadata.getBytes(UTF_8);
        damaged[metadata.indexOf('@') + 2] = (byte) 0x80; // the euro sign before it has two bytes more
        SazFile file = new SazFile().session("1", "/", "x").entry("raw/1_m.xml", damaged);

        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(printed, true, UTF_8));
        try (ImportedSession session = imported(file)) {
            HttpFlow flow = session.http(0);
            assertThat(flow.notes().comment()).isEqualTo("a\uFFFDb");
            assertThat(flow.notes().mark()).isEqualTo("red");
            assertThat(session.result.losses().times(Loss.DETAILS)).isOne();
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(UTF_8)).isEmpty();
    }

    @Test
    void anArchiveWithACommentOfAnEntryThatIsNoTextIsRefusedInOneLine() throws IOException {
        ByteArrayOutputStream commented = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(commented)) {
            for (String name : List.of("raw/1_c.txt", "raw/1_s.txt")) {
                ZipEntry entry = new ZipEntry(name);
                entry.setComment("#remark#");
                zip.putNextEntry(entry);
                zip.closeEntry();
            }
        }
        byte[] bytes = commented.toByteArray();
        int remark = new String(bytes, ISO_8859_1).indexOf("#remark#");
        bytes[remark] = (byte) 0x80;
        Path file = Files.write(folder.resolve("commented.saz"), bytes);

        assertThatThrownBy(() -> ImportedSession.of(file, folder).close())
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("damaged ZIP file")
                .hasMessageContaining("comment");
    }

    @Test
    void chunkFramingIsRemovedIfItIsWholeAndKeptOtherwise() throws IOException {
        SazFile file = new SazFile()
                .session("1", "/whole", "")
                .entry("raw/2_c.txt", "GET http://a.test/ HTTP/1.1\r\n\r\n")
                .entry("raw/2_s.txt", CHUNKED + "5\r\nhello\r\n0\r\nX: 1\r\n\r\n")
                .entry("raw/3_c.txt", "GET http://a.test/ HTTP/1.1\r\n\r\n")
                .entry("raw/3_s.txt", CHUNKED + "{\"result\":\"ok\"}")
                .entry("raw/4_c.txt", "GET http://a.test/ HTTP/1.1\r\n\r\n")
                .entry("raw/4_s.txt", CHUNKED + "5\r\nhello\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");

        try (ImportedSession session = imported(file)) {
            assertThat(session.bytes(session.http(1).response().body())).isEqualTo("hello".getBytes(ISO_8859_1));
            assertThat(session.http(1).response().trailers().get("X")).isEqualTo("1");
            assertThat(session.bytes(session.http(2).response().body()))
                    .isEqualTo("{\"result\":\"ok\"}".getBytes(ISO_8859_1));
            assertThat(new String(session.bytes(session.http(3).response().body()), ISO_8859_1))
                    .isEqualTo("5\r\nhello\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
        }
    }

    @Test
    void aLongBodyInChunksLosesItsFramingToo() throws IOException {
        byte[] part = new byte[3 << 20];
        java.util.Arrays.fill(part, (byte) 'z');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((CHUNKED + "300000\r\n").getBytes(ISO_8859_1));
        bytes.writeBytes(part);
        bytes.writeBytes("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
        SazFile file = new SazFile()
                .entry("raw/1_c.txt", "GET http://a.test/ HTTP/1.1\r\n\r\n")
                .entry("raw/1_s.txt", bytes.toByteArray());

        try (ImportedSession session = imported(file)) {
            assertThat(session.bytes(session.http(0).response().body())).isEqualTo(part);
        }
    }

    @Test
    void notesOnATunnelAreLeftOut() throws IOException {
        SazFile file = new SazFile()
                .entry(
                        "raw/1_c.txt",
                        "CONNECT b.test:443 HTTP/1.1\r\nHost: b.test:443\r\n\r\nA SSLv3-compatible ClientHello")
                .entry(
                        "raw/1_s.txt",
                        "HTTP/1.1 200 Connection Established\r\nFiddlerGateway: Direct\r\nStartTime: 1\r\nEndTime: 2\r\nX: y\r\n\r\n"
                                + "This is a CONNECT tunnel");

        try (ImportedSession session = imported(file)) {
            HttpFlow flow = session.http(0);
            assertThat(flow.request().url()).isEqualTo("b.test:443");
            assertThat(flow.request().body().trueSize()).isZero();
            assertThat(flow.response().body().trueSize()).isZero();
            assertThat(flow.response().headers().size()).isOne();
        }
    }

    @Test
    void anEmptyResponseMeansThatNoneCame() throws IOException {
        SazFile file = new SazFile()
                .entry("raw/1_c.txt", "GET http://a.test/ HTTP/1.1\r\n\r\n")
                .entry("raw/1_s.txt", "");

        try (ImportedSession session = imported(file)) {
            assertThat(session.http(0).response()).isNull();
            assertThat(session.http(0).state()).isEqualTo(FlowState.FAILED);
        }
    }

    @Test
    void interimResponsesStandBeforeTheFinalOne() throws IOException {
        SazFile file = new SazFile()
                .entry("raw/1_c.txt", "POST http://a.test/ HTTP/1.1\r\n\r\nx")
                .entry("raw/1_s.txt", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n\r\ny");

        try (ImportedSession session = imported(file)) {
            assertThat(session.http(0).response().status()).isEqualTo(201);
            assertThat(session.http(0).interim()).hasSize(1);
        }
    }

    @Test
    void framesBecomeMessages() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frame(frames, "Request", new byte[] {(byte) 0x81, (byte) 0x82, 1, 2, 3, 4, 'h' ^ 1, 'i' ^ 2});
        frame(frames, "Response", new byte[] {0x02, 1, 7});
        frame(frames, "Response", new byte[] {(byte) 0x80, 1, 8});
        frame(frames, "Response", new byte[] {(byte) 0x89, 0});
        frame(frames, "Request", new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE8});
        SazFile file = new SazFile()
                .entry("raw/1_c.txt", "GET http://a.test/ HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
                .entry("raw/1_s.txt", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
                .entry("raw/1_w.txt", frames.toByteArray());

        try (ImportedSession session = imported(file)) {
            HttpFlow flow = session.http(0);
            List<Message> messages = session.reader().messages(flow.id(), 0, 10);
            assertThat(messages).hasSize(2);
            assertThat(messages.get(0).data()).isEqualTo("hi".getBytes(ISO_8859_1));
            assertThat(messages.get(0).kind()).isEqualTo(Message.Kind.TEXT);
            assertThat(Times.instant(messages.get(0).time())).isEqualTo(Instant.parse("2024-05-06T07:08:09.1234567Z"));
            assertThat(messages.get(1).data()).containsExactly(7, 8);
            assertThat(flow.webSocket().server().pings()).isOne();
            assertThat(flow.webSocket().close().code()).isEqualTo(1000);
        }
    }

    private static void frame(ByteArrayOutputStream to, String side, byte[] bytes) {
        to.writeBytes((side + "-Length: " + bytes.length
                        + "\r\nID: 1\r\nBitFlags: 0\r\nDoneRead: 2024-05-06T09:08:09.1234567+02:00\r\n\r\n")
                .getBytes(ISO_8859_1));
        to.writeBytes(bytes);
        to.writeBytes("\r\n".getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @EnumSource(
            value = EncryptionMethod.class,
            names = {"AES", "ZIP_STANDARD"})
    void anEncryptedArchiveNeedsItsPassword(EncryptionMethod method) throws IOException {
        Path file = encrypted(method);

        try (ImportedSession session = ImportedSession.of(file, folder, ImportLimits.USUAL, password("secret"))) {
            assertThat(paths(session)).containsExactly("/p");
        }
        assertThatThrownBy(() -> ImportedSession.of(file, folder))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("encrypted")
                .hasMessageContaining("--password-file");
        assertThatThrownBy(() -> ImportedSession.of(file, folder, ImportLimits.USUAL, password("wrong")))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("does not fit");
    }

    /** With the password "secret". */
    private Path encrypted(EncryptionMethod method) throws IOException {
        Path plain =
                Files.write(folder.resolve("1_c.txt"), "GET http://a.test/p HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
        Path file = folder.resolve("secret-" + method + ".saz");
        try (ZipFile zip = new ZipFile(file.toFile(), "secret".toCharArray())) {
            ZipParameters parameters = new ZipParameters();
            parameters.setEncryptFiles(true);
            parameters.setEncryptionMethod(method);
            parameters.setFileNameInZip("raw/1_c.txt");
            zip.addFile(plain.toFile(), parameters);
        }
        return file;
    }

    @Test
    void anEncryptedEntryWhoseHeaderReachesBehindTheFileIsDamaged() throws IOException {
        Path file = encrypted(EncryptionMethod.AES);
        byte[] archive = Files.readAllBytes(file);
        archive[26] = (byte) 0xFF; // the length of the name in the entry's own header (APPNOTE 4.3.7)
        archive[27] = (byte) 0xFF;
        Files.write(file, archive);

        try (ImportedSession session = ImportedSession.of(file, folder, ImportLimits.USUAL, password("secret"))) {
            assertThat(paths(session)).isEmpty();
            assertThat(session.result.losses().isLossy()).isTrue();
        }
    }

    private static ImportOptions password(String password) {
        return new ImportOptions(false, false, false, null, password);
    }

    @Test
    void aBombEndsTheImportAndTheFlowsBeforeItStay() throws IOException {
        Path file = folder.resolve("bomb.saz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("raw/1_c.txt"));
            zip.write("GET http://a.test/ HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
            zip.putNextEntry(new ZipEntry("raw/2_c.txt"));
            zip.write("GET http://a.test/ HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
            zip.putNextEntry(new ZipEntry("raw/2_s.txt"));
            zip.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 512; i++) {
                zip.write(zeros);
            }
        }
        assertThat(Files.size(file)).isLessThan(600_000);

        try (ImportedSession session = ImportedSession.of(file, folder)) {
            assertThat(session.flows()).hasSize(1);
            assertThat(session.result.damage()).contains("raw/2_s.txt").contains("1000 times");
        }
    }

    @Test
    void entitiesOfMetadataAreNotResolved() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "planted");
        String metadata = "<!DOCTYPE s [<!ENTITY e SYSTEM \"" + secret.toUri() + "\"><!ENTITY b \"BBBB\">]>"
                + "<Session><SessionFlag N=\"ui-comments\" V=\"&b;&e;\"/><x>&e;&b;</x></Session>";
        SazFile file = new SazFile().session("1", "/", "x").entry("raw/1_m.xml", metadata);

        try (ImportedSession session = imported(file)) {
            assertThat(session.http(0).notes().toString())
                    .doesNotContain("planted")
                    .doesNotContain("BBBB");
        }
    }
}
