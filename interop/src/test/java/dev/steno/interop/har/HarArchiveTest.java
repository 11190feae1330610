package dev.steno.interop.har;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Direction;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.loss.Loss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives in other files, with bodies beside them, and with WebSockets. */
class HarArchiveTest {
    @TempDir
    private Path folder;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(utf8(namesAndTexts[i + 1]));
            }
        }
        return out.toByteArray();
    }

    private List<Message> messages(ImportedSession session, HttpFlow flow) throws IOException {
        List<Message> all = new ArrayList<>();
        session.reader().messages(flow.id(), 0, 1000).forEach(all::add);
        return all;
    }

    @Test
    void compressedArchivesAreReadByTheirContent() throws IOException {
        byte[] har = utf8(Hars.log("x", Hars.content("'text':'a'")));
        ByteArrayOutputStream gz = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gz)) {
            out.write(har);
        }
        ByteArrayOutputStream z = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(z)) {
            out.write(har);
        }
        for (byte[] file :
                new byte[][] {gz.toByteArray(), z.toByteArray(), zip("a/one.har", Hars.log("x", Hars.content("")))}) {
            try (ImportedSession session = Hars.imported(folder, file)) {
                assertThat(session.flows()).hasSize(1);
                assertThat(session.result.format().label()).isEqualTo("har");
            }
        }
    }

    @Test
    void theZipOfPlaywrightHasItsBodiesInIt() throws IOException {
        String log = Hars.log(
                "Playwright",
                Hars.content("'size':5,'mimeType':'text/html','_file':'0a.html'"),
                Hars.request("'postData':{'mimeType':'application/octet-stream','_file':'0b.bin'}"),
                Hars.content("'size':5,'_file':'../0a.html'"),
                Hars.content("'size':5,'_file':'gone.html'"));
        try (ImportedSession session =
                Hars.imported(folder, zip("har.har", log, "0a.html", "hello", "0b.bin", "bytes"))) {
            assertThat(session.bytes(session.http(0).response().body())).isEqualTo(utf8("hello"));
            assertThat(session.bytes(session.http(1).request().body())).isEqualTo(utf8("bytes"));
            assertThat(session.http(2).response().body().size()).isZero();
            assertThat(session.result.losses().times(Loss.BODY_MISSING)).isEqualTo(2);
        }
    }

    @Test
    void bodiesBesideAnArchiveAreReadFromTheNamedFolderAlone() throws IOException {
        Path named = Files.createDirectory(folder.resolve("named"));
        Files.writeString(named.resolve("a.txt"), "hello");
        Path secret = folder.resolve("secret.txt");
        Files.writeString(secret, "secret");
        Files.createSymbolicLink(named.resolve("link.txt"), secret);
        Path har = named.resolve("a.har");
        Files.writeString(
                har,
                Hars.log(
                        "Playwright",
                        Hars.content("'size':5,'_file':'a.txt'"),
                        Hars.content("'size':6,'_file':'../secret.txt'"),
                        Hars.content("'size':6,'_file':'" + secret + "'"),
                        Hars.content("'size':6,'_file':'link.txt'")));
        ImportOptions attachments = new ImportOptions(false, false, false, named, null);
        try (ImportedSession session = ImportedSession.of(har, folder, ImportLimits.USUAL, attachments)) {
            assertThat(session.bytes(session.http(0).response().body())).isEqualTo(utf8("hello"));
            for (int i = 1; i < 4; i++) {
                assertThat(session.http(i).response().body().size()).isZero();
            }
            assertThat(session.result.losses().times(Loss.BODY_MISSING)).isEqualTo(3);
        }
        try (ImportedSession session = ImportedSession.of(har, folder)) {
            assertThat(session.result.losses().times(Loss.BODY_MISSING)).isEqualTo(4);
        }
    }

    /** postman-app-support#10975, chrome-har#113, chrome-har-capturer#72, Proxyman#892, mitmproxy#6721, httptoolkit#461. */
    @Test
    void messagesOfWebSocketsAreRead() throws IOException {
        String messages =
                "'_resourceType':'websocket','_webSocketMessages':[{'type':'send','time':1767323045.678,'opcode':1,'data':'gr\u00fcn'},"
                        + "{'type':'receive','time':1767323046250.5,'opcode':2,'data':'AAEC'},{'type':'receive','opcode':2,'data':'no base64!'},"
                        + "{'type':'send','opcode':9,'data':''},{'type':'receive','opcode':10,'data':''},'junk',"
                        + "{'type':'receive','time':-1,'opcode':8,'data':'A+hieWU='}],";
        String entry = Hars.entry("'content':{}")
                .replace("'status':200", "'status':101")
                .replace("http://a.example/x", "wss://a.example/x");
        String last = "{" + messages + entry.substring(1);
        String empty = "{'_webSocketMessages':[]," + Hars.content("").substring(1);
        String closed =
                "{'_webSocketClose':{'code':1000,'reason':'done'},'_resourceType':'websocket'," + entry.substring(1);
        try (ImportedSession session = Hars.imported(folder, Hars.log("Proxyman", last, empty, closed))) {
            HttpFlow flow = session.http(0);
            assertThat(flow.request().url()).isEqualTo("https://a.example/x");
            List<Message> rows = messages(session, flow);
            assertThat(rows).hasSize(3);
            assertThat(rows.get(0).data()).isEqualTo(utf8("gr\u00fcn"));
            assertThat(rows.get(0).time()).isEqualTo(1767323045_678000000L);
            assertThat(rows.get(0).direction()).isEqualTo(Direction.CLIENT_TO_SERVER);
            assertThat(rows.get(1).kind()).isEqualTo(Message.Kind.BINARY);
            assertThat(rows.get(1).data()).isEqualTo(new byte[] {0, 1, 2});
            assertThat(rows.get(1).time()).isEqualTo(1767323046_250500000L);
            assertThat(flow.webSocket().client().pings()).isEqualTo(1);
            assertThat(flow.webSocket().server().pongs()).isEqualTo(1);
            assertThat(flow.webSocket().close().code()).isEqualTo(1000);
            assertThat(flow.webSocket().close().reason()).isEqualTo("bye");
            assertThat(session.http(1).webSocket()).isNull();
            assertThat(session.http(2).webSocket().close().reason()).isEqualTo("done");
        }
    }

    @Test
    void manyMessagesGoToTheSessionBeforeTheirEntryIsRead() throws IOException {
        StringBuilder messages = new StringBuilder("{'_webSocketMessages':[");
        for (int i = 0; i < 300; i++) {
            messages.append(i == 0 ? "" : ",")
                    .append("{'type':'send','data':'")
                    .append("x".repeat(30_000))
                    .append("'}");
        }
        String entry = messages + "],"
                + Hars.entry("'content':{}")
                        .replace("'status':200", "'status':101")
                        .substring(1);
        try (ImportedSession session = Hars.imported(folder, Hars.log("x", entry))) {
            assertThat(session.http(0).webSocket().client().messages()).isEqualTo(300);
            assertThat(session.http(0).webSocket().client().bytes()).isEqualTo(9_000_000);
        }
    }

    @Test
    void attachedMessagesOfPlaywrightAreReadLineByLine() throws IOException {
        String entry = "{'_resourceType':'websocket',"
                + Hars.content("'size':0,'_file':'ws.jsonl'").substring(1);
        String lines = Hars.json(
                "{'type':'send','time':1767323045678,'opcode':1,'data':'a'}\n{'type':'receive','opcode':1,'data':'b'}\n");
        try (ImportedSession session =
                Hars.imported(folder, zip("har.har", Hars.log("Playwright", entry), "ws.jsonl", lines))) {
            assertThat(session.http(0).webSocket().messages()).isEqualTo(2);
        }
    }
}
