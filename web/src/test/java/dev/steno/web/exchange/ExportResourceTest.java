package dev.steno.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.web.flows.SessionServer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class ExportResourceTest {
    @TempDir
    Path folder;

    @TempDir
    Path received;

    private final AtomicLong clock = new AtomicLong();
    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(
                folder,
                session -> new ExportResource(
                                session, of -> Redactor.usual(RedactionKey.of(new byte[32], "test")), clock::get, "/t/")
                        .routes());
        for (int id = 1; id <= 600; id++) {
            server.record(id, "/" + id, id % 2 == 0 ? 200 : 404, 1);
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Nothing of an export may stay in the session's folder. */
    private List<Path> leftovers() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("export"))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"@all, 600", "%40all, 600", "status%20%3E=%20400, 300", "5-9, 5", "@3, 1", "@marked, 0"})
    void aSetIsASessionOfItsOwn(String set, int count) throws Exception {
        HttpResponse<Path> answer = HttpClient.newHttpClient()
                .send(
                        server.request("/export?format=steno&set=" + set).build(),
                        BodyHandlers.ofFile(received.resolve("got.steno")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"work-export.steno\"");
        try (SessionReader reader = SqliteSessionReader.open(answer.body())) {
            assertThat(reader.ids(Place.START, 1_000, false)).hasSize(count);
            assertThat(reader.miscounted()).isZero();
        }
        await().untilAsserted(() -> assertThat(leftovers()).isEmpty());
    }

    @Test
    void anExportThatIsBrokenOffLeavesNothing() throws Exception {
        byte[] noise = new byte[Body.Stored.CHUNK];
        new Random(1).nextBytes(noise);
        for (int i = 0; i < 40; i++) {
            server.session.accept(new FlowEvent.BodyChunk(1, i, noise));
        }
        Body body = new Body.Stored(1, 40L * noise.length, 40L * noise.length, true);
        HttpFlow open = SessionServer.open(601, "GET", "/big", Headers.EMPTY, Body.NONE);
        server.session.accept(new FlowEvent.Closed(SessionServer.answered(open, 200, 1, body)));

        try (InputStream first = HttpClient.newHttpClient()
                .send(server.request("/export").build(), BodyHandlers.ofInputStream())
                .body()) {
            assertThat(first.readNBytes(1_000)).hasSize(1_000);
        }

        await().untilAsserted(() -> assertThat(leftovers()).isEmpty());
    }

    @Test
    void whatAKilledRecorderLeftIsSwept() throws Exception {
        Path left = SideFolder.create(server.file, "a file");
        Files.writeString(left.resolve("export.steno"), "half");
        Files.writeString(left.resolve("export.steno-wal"), "log");
        Path ofAnother = SideFolder.create(folder.resolve("other.steno"), "a file");
        Path linked =
                Files.createSymbolicLink(Path.of(left + "0"), Files.createDirectory(received.resolve("precious")));
        Path precious = Files.writeString(received.resolve("precious/file"), "kept");

        SideFolder.sweep(server.file);

        assertThat(left).doesNotExist();
        assertThat(ofAnother).exists();
        assertThat(linked).exists();
        assertThat(precious).exists();
    }

    @ParameterizedTest
    @CsvSource({"har, .har", "mitm, .mitm", "csv, .csv"})
    void aSetIsWrittenInTheFormatOfAnotherTool(String format, String extension) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(server.request("/export?set=5-9&format=" + format).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"work-export" + extension + "\"");
        assertThat(answer.body()).contains("/5", "/9").doesNotContain("/10");
    }

    @Test
    void anExportForAnotherToolHasNoSecretsUnlessTheyAreAskedFor() throws Exception {
        HttpFlow open =
                SessionServer.open(601, "GET", "/secret", Headers.of("Authorization", "Bearer hunter2"), Body.NONE);
        server.session.accept(new FlowEvent.Closed(SessionServer.answered(open, 200, 1, Body.NONE)));

        assertThat(server.get("/export?set=@601&format=har"))
                .contains("/secret")
                .doesNotContain("hunter2");
        assertThat(server.get("/export?set=@601&format=har&secrets=1")).contains("hunter2");
    }

    @Test
    void otherFormatsAreNamed() throws Exception {
        assertThat(server.get("/export?format=doc"))
                .contains("\"status\":400", "format must be steno, har, ", "not doc");
    }

    @Test
    void aParameterThatIsNotKnownIsRefusedByItsName() throws Exception {
        assertThat(server.get("/export?format=har&filter=x"))
                .contains("\"status\":400", "there is no parameter filter here, only format, set, view, secrets");
        assertThat(server.send("POST", "/export", "{\"format\":\"har\",\"filter\":\"x\"}")
                        .body())
                .contains("\"status\":400", "there is no parameter filter here");
        assertThat(server.send("POST", "/export?format=har", "{}").body())
                .contains("\"status\":400", "there is no parameter format here; none is taken");
        assertThat(server.send("POST", "/export", "{\"format\":\"har\",\"secrets\":\"yes\"}")
                        .body())
                .contains("\"status\":400", "secrets must be");
        assertThat(server.send("POST", "/export", "{\"set\":[1,2]}").body())
                .contains("\"status\":400", "the member set must be");
    }

    @ParameterizedTest
    @CsvSource({
        "format=mitm&version=17, 7:version;2:17#",
        "format=mitm&version=21, 7:version;2:21#",
        "format=mitm, 7:version;2:21#",
        "format=mitm&version=9, there is no version 9 of mitm; there are 21 and 17",
        "format=har&version=17, 'there is no version 17 of har, which has one only'",
        "format=har&no_static=1, the parameter no_static has no meaning for the format har",
        "format=steno&true_ports=1, the parameter true_ports has no meaning for the format steno"
    })
    void theVersionOfAFormatAndItsChoicesAreAskedFor(String asked, String found) throws Exception {
        assertThat(server.get("/export?set=5&" + asked)).contains(found);
    }
}
