package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.address.SessionAddress;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.log.EventLog;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.tui.Screenful;
import dev.steno.tui.data.FollowedSource;
import dev.steno.web.ReadOnlyInterface;
import dev.steno.web.guard.WebToken;
import dev.steno.web.opened.FollowedSession;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Viewers of one store give its flows marks and comments, by the API and the terminal interface, and see those of the others. */
class ViewerNotesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final String database = PostgresServer.name(url);

    @TempDir
    private Path folder;

    @BeforeEach
    void ship() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        assertThat(Call.steno("ship", session, url).code()).isZero();
    }

    /** The API of {@code steno web URL --as NAME}. */
    private final class Viewer implements AutoCloseable {
        private final ReadOnlyInterface api;
        private final WebToken token;
        private final HttpClient client = HttpClient.newHttpClient();

        Viewer(String url, String name) throws Exception {
            Path home = Files.createDirectory(folder.resolve("home-" + name));
            SessionAddress.StoreAddress store = (SessionAddress.StoreAddress) SessionAddress.of(url);
            api = ReadOnlyInterface.bind(0, false);
            api.start(
                    FollowedSession.open(store, "team", null, store.notes(name)),
                    home,
                    new ReadOnlyInterface.Parts(new EventLog(), file -> Redactor.NONE, ProtoSchema.NONE, "1.2.3"));
            token = WebToken.read(home);
        }

        HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.url() + "api/v1" + path))
                    .header("Authorization", token.authorization())
                    .method(method, BodyPublishers.ofString(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        }

        String get(String path) throws Exception {
            return send("GET", path, "").body();
        }

        @Override
        public void close() {
            api.close();
        }
    }

    @Test
    void theNewestMarkAndTheNewestCommentAreShownAndBothViewersAreNamed() throws Exception {
        try (Viewer ann = new Viewer(url, "ann");
                Viewer bob = new Viewer(url, "bob")) {
            assertThat(ann.get("/status")).contains("\"notes\":{\"author\":\"ann\"}");
            HttpResponse<String> given = ann.send("PATCH", "/flows/1.1", "{\"mark\":\"red\",\"comment\":\"of ann\"}");
            assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
            assertThat(given.body()).contains("\"mark\":\"red\"", "\"comment\":\"of ann\"", "\"by\":\"ann\"");
            assertThat(bob.get("/flows/1.1")).contains("\"comment\":\"of ann\"");
            assertThat(bob.send("PATCH", "/opened/shown/flows/1.1", "{\"comment\":\"of bob\"}")
                            .statusCode())
                    .isEqualTo(200);
            // a mark says nothing anew about the comment of the same viewer
            ann.send("PATCH", "/flows/1.1", "{\"mark\":\"blue\"}");

            String flow = ann.get("/flows/1.1");
            assertThat(flow).contains("\"mark\":\"blue\"", "\"comment\":\"of bob\"");
            assertThat(flow)
                    .containsSubsequence(
                            "\"notes\":[{\"mark\":\"blue\",\"by\":\"ann\"",
                            "{\"comment\":\"of bob\",\"by\":\"bob\"",
                            "{\"comment\":\"of ann\",\"by\":\"ann\"");
            assertThat(bob.get("/flows?filter=~marked")).contains("\"id\":\"1.1\"");
            assertThat(ann.get("/flows/1.2")).doesNotContain("\"notes\"");
        }
    }

    @Test
    void aFollowerIsToldOfTheNotesOfAnother() throws Exception {
        try (Viewer ann = new Viewer(url, "ann");
                Screenful bob = Screenful.of(source(url, "bob"), 120, 24)) {
            bob.await("/form");
            ann.send("PATCH", "/flows/1.1", "{\"mark\":\"red\",\"comment\":\"look here\"}");
            bob.press("M").awaitWithout("/form");
            bob.press("home", "enter").await("Notes");
            bob.press("5").await("by ann");
            assertThat(bob.text()).contains("look here");
        }
    }

    @Test
    void keysOfTheTerminalInterfaceGiveMarksAndCommentsAndNothingElseIsChanged() throws Exception {
        try (Viewer ann = new Viewer(url, "ann");
                Screenful bob = Screenful.of(source(url, "bob"), 120, 24)) {
            bob.await("/form");
            bob.press("end").settled();
            bob.press("m").await("*GET");
            bob.press(";").await("comment of flow");
            bob.type("seen by bob").press("enter").settled();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ann.get("/flows?filter=~marked%20%26%20~comment%20seen"))
                            .contains("\"id\":\"1.5\""));
            bob.press("d").await("is open for reading only, as several recorders share it");
        }
    }

    @Test
    void aSetOfFlowsIsMarkedAtOnceAndOneThatIsTooLargeIsRefused() throws Exception {
        try (Viewer ann = new Viewer(url, "ann")) {
            HttpResponse<String> marked = ann.send("POST", "/flows/mark", "{\"set\":\"1.1,1.3,1.999\",\"mark\":\"x\"}");
            assertThat(marked.body()).isEqualTo("{\"count\":2}");
            assertThat(ann.get("/flows?filter=~marked")).contains("\"id\":\"1.1\"", "\"id\":\"1.3\"");
            server.execute(
                    database,
                    "INSERT INTO steno.flow SELECT (jsonb_populate_record(f, jsonb_build_object('flow', 1000 + n))).*"
                            + " FROM steno.flow f, generate_series(1, 1000) n WHERE f.flow = 1");
            HttpResponse<String> refused = ann.send("POST", "/flows/mark", "{\"set\":\"@all\",\"mark\":\"x\"}");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("1,000 flows at most at once, and these are 1,005 flows: choose fewer");
        }
    }

    @Test
    void whatIsBasedOnOlderNotesIsRefusedIfItSaysSo() throws Exception {
        try (Viewer ann = new Viewer(url, "ann");
                Viewer bob = new Viewer(url, "bob")) {
            HttpResponse<String> read = ann.send("GET", "/flows/1.1", "");
            String tag = read.headers().firstValue("ETag").orElseThrow();
            assertThat(ann.send("GET", "/flows/1.1", "", "If-None-Match", tag).statusCode())
                    .isEqualTo(304);
            bob.send("PATCH", "/flows/1.1", "{\"comment\":\"of bob\"}");
            assertThat(ann.send("GET", "/flows/1.1", "", "If-None-Match", tag).statusCode())
                    .isEqualTo(200);
            assertThat(ann.send("PATCH", "/flows/1.1", "{\"comment\":\"x\"}", "If-Match", tag)
                            .statusCode())
                    .isEqualTo(412);
        }
    }

    @Test
    void aRoleThatMayOnlyReadIsToldSoAndCanReadOn() throws Exception {
        server.execute(
                database,
                "DO $$ BEGIN CREATE ROLE looker LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;"
                        + " GRANT USAGE ON SCHEMA steno TO looker; GRANT SELECT ON ALL TABLES IN SCHEMA steno TO looker");
        String theirs = url.replace("postgres@", "looker@");
        try (Viewer looker = new Viewer(theirs, "looker");
                Screenful screen = Screenful.of(source(theirs, "looker"), 120, 24)) {
            String why = "the role looker may not give notes: let the owner of the store GRANT steno_read TO looker";
            assertThat(looker.get("/status")).contains("\"refusal\":\"" + why + "\"");
            HttpResponse<String> refused = looker.send("PATCH", "/flows/1.1", "{\"mark\":\"x\"}");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains(why);
            assertThat(looker.get("/flows/1.1")).contains("\"id\":\"1.1\"").doesNotContain("\"notes\"");
            screen.await("/form");
            screen.press("home").settled();
            screen.press("m").await("the role looker may not give notes");
        }
    }

    @Test
    void everythingElseStaysReadOnly() throws Exception {
        try (Viewer ann = new Viewer(url, "ann")) {
            HttpResponse<String> removed = ann.send("DELETE", "/flows?set=@all", "");
            assertThat(removed.statusCode()).isEqualTo(405);
            assertThat(removed.body()).contains("team is open read-only");
            assertThat(ann.send("POST", "/flows/duplicate", "{\"set\":\"1.1\"}").statusCode())
                    .isEqualTo(405);
            assertThat(ann.send("PATCH", "/flows/1.1", "{\"status\":200}").statusCode())
                    .isEqualTo(400);
            assertThat(ann.send("PATCH", "/flows/1.999", "{\"mark\":\"x\"}").statusCode())
                    .isEqualTo(404);
        }
    }

    private static FollowedSource source(String url, String name) throws Exception {
        SessionAddress.StoreAddress store = (SessionAddress.StoreAddress) SessionAddress.of(url);
        return FollowedSource.shared("team", store, store.notes(name), SqliteSessionReader::open);
    }
}
