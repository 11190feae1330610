package dev.steno.web.opened;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.log.EventLog;
import dev.steno.option.Options;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.tool.SessionRedaction;
import dev.steno.web.flows.SessionServer;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are opened read-only, while a session is recorded. */
@Timeout(600)
class OpenedSessionsTest {
    private static final String HAR = "{\"log\":{\"version\":\"1.2\",\"entries\":[{\"startedDateTime\":"
            + "\"2024-01-02T03:04:05Z\",\"time\":1,\"request\":{\"method\":\"GET\",\"url\":\"http://example.org/elsewhere\","
            + "\"httpVersion\":\"HTTP/1.1\",\"headers\":[{\"name\":\"Cookie\",\"value\":\"s=hunter2\"}]},\"response\":"
            + "{\"status\":200,\"statusText\":\"OK\",\"httpVersion\":\"HTTP/1.1\",\"headers\":[],"
            + "\"content\":{\"size\":5,\"mimeType\":\"text/plain\",\"text\":\"hello\"}}}]}}";

    @TempDir
    Path folder;

    private SessionServer server;
    private OpenedSessions opened;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> {
            opened = new OpenedSessions(parts(folder));
            return opened.routes();
        });
        server.record(1, "/recorded", 200, 1);
        server.session.awaitDurable();
    }

    private static OpenedSessions.Parts parts(Path folder) {
        try {
            return new OpenedSessions.Parts(
                    new Guard(WebToken.open(folder), new HostNames(List.of()), false, System::nanoTime),
                    new EventLog(),
                    new Options(),
                    OpenedSessionsTest::leaving,
                    ProtoSchema.NONE,
                    "1.2.3",
                    folder.resolve("work.steno"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the program has it: by the rules that the session keeps. */
    private static Redactor leaving(Path session) throws IOException {
        try (SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            return Redactor.of(
                    RedactionRules.usual().and(SessionRedaction.exitRules(reader)),
                    RedactionKey.of(new byte[32], "test"));
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        opened.close();
        assertThat(copies()).isEmpty();
    }

    /** The folders of the copies that are beside the session. */
    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory)
                    .filter(each -> each.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private String open(String name, String content) throws Exception {
        HttpResponse<String> answer = server.send("POST", "/opened?name=" + name, content);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Matcher id = Pattern.compile("\"id\":\"([\\w-]+)\"").matcher(answer.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    @Test
    void aFileOfAnotherToolHasTheResourcesOfASession() throws Exception {
        String at = "/opened/" + open("shop.har", HAR);

        assertThat(server.get(at)).contains("\"file\":\"shop.har\"", "\"format\":\"har\"", "\"flows\":1");
        assertThat(server.get(at + "/status"))
                .contains("\"read_only\":true", "\"recording\":false", "\"name\":\"shop.har\"");
        assertThat(server.get(at + "/flows")).contains("/elsewhere").doesNotContain("/recorded");
        assertThat(server.get(at + "/flows?filter=/nowhere")).doesNotContain("/elsewhere");
        assertThat(server.get(at + "/flows/1")).contains("\"status\":200");
        assertThat(server.get(at + "/flows/1/response/body")).isEqualTo("hello");
        assertThat(server.get(at + "/stats/groups?by=host")).contains("example.org");
        assertThat(server.get(at + "/flows/1/copy?as=url")).contains("http://example.org/elsewhere");
        assertThat(server.get("/opened")).contains("shop.har");
    }

    @Test
    void aSessionIsCopiedAndStaysAsItIs() throws Exception {
        Path other = folder.resolve("other");
        Files.createDirectory(other);
        Path file = other.resolve("work.steno");
        try (SessionServer elsewhere = new SessionServer(other, session -> List.of())) {
            elsewhere.record(1, "/other", 404, 1);
        }
        byte[] before = Files.readAllBytes(file);
        HttpResponse<String> answer = server.send("POST", "/opened?name=night.steno", BodyPublishers.ofFile(file));
        String id = answer.body().replaceFirst(".*\"id\":\"([\\w-]+)\".*", "$1");

        assertThat(answer.body()).contains("\"format\":\"steno\"", "\"flows\":1");
        assertThat(server.get("/opened/" + id + "/flows")).contains("/other");
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, /flows/1",
        "DELETE, /flows?set=@all",
        "POST, /flows/mark",
        "POST, /flows/duplicate",
        "POST, /flows/1/edit",
        "POST, /import",
        "PATCH, /options",
        "POST, /commands/quit",
        "POST, /opened/tickets"
    })
    void nothingOfItIsChanged(String method, String path) throws Exception {
        String at = "/opened/" + open("shop.har", HAR);

        HttpResponse<String> answer = server.send(method, at + path, "{}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("shop.har is open read-only");
        assertThat(server.get(at + "/flows")).contains("/elsewhere");
    }

    /** Without the token. */
    private HttpResponse<String> follow(String answer) throws Exception {
        String url = answer.replaceFirst(".*\"url\":\"([^\"]+)\".*", "$1");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + url))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void itsBodiesAndExportsAreDownloadedByTickets() throws Exception {
        String at = "/opened/" + open("my shop.har".replace(' ', '_'), HAR);

        HttpResponse<String> body =
                follow(server.send("POST", at + "/tickets", "{\"flow\":1,\"part\":\"response\",\"as\":\"download\"}")
                        .body());
        assertThat(body.body()).isEqualTo("hello");
        HttpResponse<String> export = follow(
                server.send("POST", at + "/export", "{\"format\":\"har\"}").body());
        assertThat(export.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"my_shop-export.har\"");
        assertThat(export.body()).contains("/elsewhere").doesNotContain("hunter2");
    }

    @Test
    void aClosedOneIsGoneWithItsCopy() throws Exception {
        String id = open("shop.har", HAR);
        assertThat(copies()).hasSize(1);

        assertThat(server.send("DELETE", "/opened/" + id, "").statusCode()).isEqualTo(204);

        assertThat(copies()).isEmpty();
        assertThat(server.send("GET", "/opened/" + id + "/flows", "").statusCode())
                .isEqualTo(404);
        assertThat(server.send("DELETE", "/opened/" + id, "").body()).contains("open the file again");
    }

    @Test
    void aFileOfNoKnownFormatLeavesNothing() throws Exception {
        HttpResponse<String> answer = server.send("POST", "/opened?name=notes.txt", "nothing of the kind");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("notes.txt is of no format that is read");
        assertThat(copies()).isEmpty();
    }

    @Test
    void aDatabaseThatIsNoSessionIsRefusedByItsName() throws Exception {
        HttpResponse<String> answer =
                server.send("POST", "/opened?name=phone.db", "SQLite format 3\0" + "x".repeat(5_000));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("phone.db").doesNotContain(folder.toString());
        assertThat(copies()).isEmpty();
    }

    @Test
    void sessionsAreBounded() throws Exception {
        String last = "";
        for (int i = 0; i < OpenedSessions.MOST; i++) {
            last = open("shop.har", HAR);
        }
        HttpResponse<String> refused = server.send("POST", "/opened?name=more.har", HAR);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("close one of them");

        server.send("DELETE", "/opened/" + last, "");

        open("more.har", HAR);
    }

    @Test
    void exportsAreRedactedByTheRulesThatTheOpenedSessionKeeps() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path file = other.resolve("work.steno");
        SqliteSessionStore rules = SqliteSessionStore.open(file, "test");
        rules.keepExitRules(List.of("query:customer"));
        rules.close();
        try (SessionServer elsewhere = new SessionServer(other, session -> List.of())) {
            elsewhere.record(1, "/other?customer=4711&page=2", 404, 1);
        }
        HttpResponse<String> answer = server.send("POST", "/opened?name=night.steno", BodyPublishers.ofFile(file));
        String id = answer.body().replaceFirst(".*\"id\":\"([\\w-]+)\".*", "$1");

        assertThat(server.get("/opened/" + id + "/export?format=url"))
                .contains("page=2")
                .doesNotContain("4711");
        assertThat(server.get("/opened/" + id + "/export?format=url&secrets=1")).contains("4711");
        assertThat(server.get("/opened/" + id + "/export?filter=x")).contains("there is no parameter filter here");
        assertThat(server.get("/opened?filter=x")).contains("there is no parameter filter here; none is taken");
    }
}
