package dev.steno.web.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.store.SessionReader;
import dev.steno.web.flows.SessionServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of other tools that are sent to the API. */
@Timeout(600)
class ImportResourceTest {
    private static final String ENTRY =
            "{\"startedDateTime\":\"2024-01-02T03:04:05Z\",\"time\":1,\"request\":{\"method\":\"GET\","
                    + "\"url\":\"http://example.org/a\",\"httpVersion\":\"HTTP/1.1\",\"headers\":[]},\"response\":{\"status\":200,"
                    + "\"statusText\":\"OK\",\"httpVersion\":\"HTTP/1.1\",\"headers\":[],\"content\":{\"size\":2,\"text\":\"hi\"}}}";

    @TempDir
    Path folder;

    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> new ImportResource(session).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpResponse<String> post(String path, String file) throws Exception {
        return HttpClient.newHttpClient()
                .send(server.request(path).POST(BodyPublishers.ofString(file)).build(), BodyHandlers.ofString());
    }

    @Test
    void aFileIsReadIntoTheSessionThatIsRecorded() throws Exception {
        HttpResponse<String> answer =
                post("/import?name=a.har", "{\"log\":{\"version\":\"1.2\",\"entries\":[" + ENTRY + "," + ENTRY + "]}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"file\":\"a.har\"", "\"format\":\"har\"", "\"flows\":2", "\"damage\":null");
        try (SessionReader reader = server.session.reader()) {
            HttpFlow flow = (HttpFlow) reader.flow(2).orElseThrow();
            assertThat(flow.request().url()).isEqualTo("http://example.org/a");
        }
    }

    @Test
    void aFileThatEndsEarlyGivesItsFlowsAndTheDamage() throws Exception {
        HttpResponse<String> answer = post("/import", "{\"log\":{\"entries\":[" + ENTRY + ",{\"request\":{\"met");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"flows\":1").doesNotContain("\"damage\":null");
    }

    @Test
    void aFileOfNoKnownFormatIsRefused() throws Exception {
        HttpResponse<String> answer = post("/import", "nothing of the kind");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("is of no format that is read");
    }

    @Test
    void aSessionIsImportedWithNewNumbers() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (SessionServer elsewhere = new SessionServer(other, session -> List.of())) {
            elsewhere.record(1, "/other", 404, 1);
            elsewhere.record(2, "/more", 200, 1);
        }
        server.record(1, "/recorded", 200, 1);
        server.session.sequences().continueAfter(1, 1, 1);
        server.session.awaitDurable();

        HttpResponse<String> answer =
                server.send("POST", "/import?name=night.steno", BodyPublishers.ofFile(other.resolve("work.steno")));

        assertThat(answer.body()).contains("\"format\":\"steno\"", "\"flows\":2", "\"from\":2", "\"to\":3");
        try (SessionReader reader = server.session.reader()) {
            assertThat(((HttpFlow) reader.flow(1).orElseThrow()).request().path())
                    .isEqualTo("/recorded");
            assertThat(((HttpFlow) reader.flow(3).orElseThrow()).request().path())
                    .isEqualTo("/more");
        }
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefusedByItsName() throws Exception {
        HttpResponse<String> answer = post("/import?name=phone.db", "SQLite format 3\0" + "x".repeat(5_000));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("phone.db").doesNotContain(folder.toString());
    }

    @Test
    void aParameterThatIsNotKnownIsRefusedByItsName() throws Exception {
        assertThat(post("/import?from=har", "{}").body())
                .contains("\"status\":400", "there is no parameter from here, only format, name, strict, salvage");
    }

    @Test
    void aRefusalSaysWhatToDoInTheTermsOfTheApi() throws Exception {
        String answer = post("/import?name=a.txt", "nothing of the kind").body();
        assertThat(answer)
                .contains(
                        "name the format by the parameter format", "\"remedy\":\"format\"", "\"what\":\"a.txt is of no")
                .doesNotContain("--");
    }

    @Test
    void anEncryptedArchiveIsReadWithItsPassword() throws Exception {
        Path file = folder.resolve("secret.saz");
        try (ZipFile zip = new ZipFile(file.toFile(), "p%ss wörd+".toCharArray())) {
            ZipParameters how = new ZipParameters();
            how.setEncryptFiles(true);
            how.setEncryptionMethod(EncryptionMethod.AES);
            how.setFileNameInZip("raw/1_c.txt");
            zip.addStream(
                    new ByteArrayInputStream("GET http://example.org/sealed HTTP/1.1\r\n\r\n".getBytes(US_ASCII)), how);
        }
        assertThat(sealed(file, ""))
                .contains("\"status\":422", "\"remedy\":\"password\"")
                .doesNotContain("--");
        assertThat(sealed(file, "wrong"))
                .contains("\"status\":422", "the password does not fit secret.saz", "\"remedy\":\"password\"");
        assertThat(sealed(file, "%zz")).contains("\"status\":400", "percent-encoded");
        assertThat(sealed(file, "p%25ss%20w%C3%B6rd+")).contains("\"flows\":1");
    }

    private String sealed(Path file, String password) throws Exception {
        return server.send("POST", "/import?name=secret.saz", BodyPublishers.ofFile(file), "Steno-Password", password)
                .body();
    }

    @Test
    void aLossIsAnErrorIfThatIsAskedFor() throws Exception {
        String lossy = "{\"log\":{\"entries\":[" + ENTRY + ","
                + ENTRY.replace("http://example.org/a", "data:text/plain,x") + "]}}";
        assertThat(post("/import", lossy).body()).contains("\"flows\":1", "\"losses\":[{");
        assertThat(post("/import?strict=1", lossy).body()).contains("\"status\":422", "strict", "\"flows\":1");
        assertThat(post("/import?strict=1", "{\"log\":{\"entries\":[" + ENTRY + "]}}")
                        .body())
                .contains("\"damage\":null", "\"flows\":1");
    }
}
